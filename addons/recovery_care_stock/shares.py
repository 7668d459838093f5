def share_out(rows, sizes):
    """Spread what is there over those who need it, in order, whole pieces only.

    :param list rows: [(who, pieces needed)]
    :param list sizes: pieces of each portion that is there, at most as many as are needed
    :return: for each portion [(who, pieces of it)]; whoever comes last may get less or nothing
    """
    parts = [[] for _size in sizes]
    waiting = [(who, need) for who, need in rows if need > 0][::-1]
    for part, size in zip(parts, sizes, strict=True):
        while size > 0 and waiting:
            who, need = waiting.pop()
            given = min(need, size)
            part.append((who, given))
            size -= given
            if need > given:
                waiting.append((who, need - given))
    return parts
