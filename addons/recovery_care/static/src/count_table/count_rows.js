/** What a table of counts shows, worked out from its lines: no screen, no server. */

/** @typedef {{place: string, district: {id: number, name: string} | false}} Row */
/** @typedef {{key: string, field: string, id: number, value: string, name: string, part: string}} Column */

/** @param {Row} row */
export function rowKey(row) {
    return `${row.place}/${row.district ? row.district.id : 0}`;
}

/** The row in which a line stands. @returns {Row} */
export function rowOf(line) {
    const { place, district_id: district } = line.data;
    return { place, district: district ? { id: district.id, name: district.display_name } : false };
}

function isOf(line, column) {
    return line.data[column.field]?.id === column.id;
}

function cellKey(row, column) {
    return `${rowKey(row)}/${column.field}/${column.id}`;
}

/** @returns {Map<string, Object>} the line of each cell */
export function indexLines(lines) {
    return new Map(
        lines.map((line) => {
            const field = line.data.service_id ? "service_id" : "product_id";
            return [cellKey(rowOf(line), { field, id: line.data[field]?.id }), line];
        })
    );
}

/** Services and material on offer, and those that lines name beside them. @returns {{services: Column[], materials: Column[]}} */
export function makeColumns(setup, lines, labels) {
    const withUsed = (offered, field) => {
        const known = new Set(offered.map((item) => item.id));
        const used = new Map();
        for (const line of lines) {
            const item = line.data[field];
            if (item && !known.has(item.id)) {
                used.set(item.id, { id: item.id, name: item.display_name });
            }
        }
        return [...offered, ...used.values()];
    };
    const services = withUsed(setup.services, "service_id").map((service) => ({
        key: `service-${service.id}`, field: "service_id", id: service.id, value: "headcount", name: service.name, part: "",
    }));
    const materials = withUsed(setup.materials, "product_id").flatMap((product) => {
        const column = { field: "product_id", id: product.id, name: product.name };
        const back = product.returnable || lines.some((line) => isOf(line, column) && line.data.returned);
        return [
            { ...column, key: `out-${product.id}`, value: "issued", part: labels.out },
            ...(back ? [{ ...column, key: `back-${product.id}`, value: "returned", part: labels.back }] : []),
        ];
    });
    return { services, materials };
}

export function cellValue(index, row, column) {
    return index.get(cellKey(row, column))?.data[column.value] || 0;
}

/** Services given in a row, and its people: the largest number, for who had tea may have had soup. */
export function rowSums(index, row, services) {
    const numbers = services.map((column) => cellValue(index, row, column));
    return { services: numbers.reduce((sum, number) => sum + number, 0), people: Math.max(0, ...numbers) };
}

export function columnSum(index, rows, column) {
    return rows.reduce((sum, row) => sum + cellValue(index, row, column), 0);
}

/** The first place and district that has no row yet, those like the last row first. @returns {Row | undefined} */
export function findFreeRow(rows, setup) {
    const taken = new Set(rows.map(rowKey));
    const places = setup.places.map((place) => place.id);
    const last = rows.at(-1)?.place;
    const ordered = last ? [last, ...places.filter((place) => place !== last)] : places;
    const candidates = ordered.flatMap((place) =>
        [false, ...setup.districts].map((district) => ({ place, district: district && { ...district } }))
    );
    return candidates.find((row) => !taken.has(rowKey(row)));
}

/** The command that makes a cell hold `value`: a new line, another number, or none. Nothing to do: undefined. */
export function makeCommand(lines, row, column, value) {
    const line = indexLines(lines).get(cellKey(row, column));
    if (!line) {
        return value
            ? [0, false, {
                  place: row.place,
                  district_id: row.district && { id: row.district.id, display_name: row.district.name },
                  service_id: false, product_id: false, headcount: 0, issued: 0, returned: 0,
                  [column.field]: { id: column.id, display_name: column.name },
                  [column.value]: value,
              }]
            : undefined;
    }
    if (line.data[column.value] === value) {
        return undefined;
    }
    const id = line.resId || line._virtualId;
    const numbers = { headcount: line.data.headcount, issued: line.data.issued, returned: line.data.returned };
    const left = Object.values({ ...numbers, [column.value]: value }).some(Boolean);
    return left ? [1, id, { [column.value]: value }] : [2, id];
}
