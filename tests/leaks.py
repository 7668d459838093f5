"""Finding what must not be there: secrets of clients in the bodies of HTTP answers."""
import json
import re
import unicodedata
from contextlib import suppress
from xmlrpc.client import dumps

import requests

WORD = re.compile(r"[^\W_]+")
DATE = re.compile(r"(?<!\d)(?:19[3-9]\d|20[01]\d)-\d\d-\d\d(?!\d)")
PHONE = re.compile(r"\+?\d[\d \u00a0]{7,18}\d")
EMAIL = re.compile(r"[\w.+-]+@[\w.-]+\w")


def fold(text):
    """Lower case without diacritics, as the server folds names for its search."""
    return "".join(
        char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char)
    )


def digits(phone):
    return re.sub(r"\D", "", phone)


class Secrets:
    """What nobody without the right may find in any answer, kept by kind."""

    def __init__(self):
        self.words, self.pairs, self.dates, self.phones, self.emails = set(), set(), set(), set(), set()

    def add_name(self, first, last):
        """A full name in either order; a name may have several words."""
        names = WORD.findall(fold(f"{first} {last}"))
        self.pairs.update(zip(names, names[1:], strict=False))
        names = WORD.findall(fold(f"{last} {first}"))
        self.pairs.update(zip(names, names[1:], strict=False))

    def add_word(self, *texts):
        self.words.update(word for text in texts for word in WORD.findall(fold(text)) if len(word) > 3)

    def add_phone(self, *phones):
        self.phones.update(digits(phone) for phone in phones)


class Evidence:
    """All words, pairs of words, dates, phones and e-mail addresses of many answers, with where each was seen first."""

    def __init__(self):
        self.kinds = {"words": {}, "pairs": {}, "dates": {}, "phones": {}, "emails": {}}
        self.answers = 0

    def collect(self, where, body):
        """Take in the body of one answer, JSON with its escapes resolved."""
        self.answers += 1
        with suppress(ValueError):
            body = json.dumps(json.loads(body), ensure_ascii=False)
        folded = fold(body)
        words = WORD.findall(folded)
        self._note("words", set(words), where)
        self._note("pairs", set(zip(words, words[1:], strict=False)), where)
        self._note("dates", set(DATE.findall(body)), where)
        self._note("phones", {digits(phone) for phone in PHONE.findall(body)}, where)
        self._note("emails", {email.casefold() for email in EMAIL.findall(body)}, where)

    def _note(self, kind, found, where):
        seen = self.kinds[kind]
        for item in found:
            seen.setdefault(item, where)

    def leaks(self, secrets):
        """Return [(kind, secret, where it was seen first)]."""
        return sorted(
            (kind, str(secret), self.kinds[kind][secret])
            for kind in self.kinds for secret in getattr(secrets, kind) & self.kinds[kind].keys()
        )


class RawJson2:
    """The JSON-2 interface as the wire shows it: status and body."""

    def __init__(self, client):
        self.client = client

    def __call__(self, model, method, /, ids=None, **arguments):
        """Return (status, text)."""
        body = {**({"ids": ids} if ids is not None else {}), **arguments}
        answer = self.client.session.post(f"{self.client.base_url}/json/2/{model}/{method}", json=body, timeout=180)
        return answer.status_code, answer.text


class RawXmlRpc:
    """XML-RPC as the wire shows it."""

    def __init__(self, base_url, client):
        self.url, self.client = f"{base_url}/xmlrpc/2/object", client
        self.session = requests.Session()
        self.session.trust_env = False

    def __call__(self, model, method, *args, **kwargs):
        """Return the text of the answer, a fault included."""
        body = dumps(
            (self.client.database, self.client.uid, self.client.password, model, method, list(args), kwargs),
            "execute_kw", allow_none=True,
        )
        answer = self.session.post(self.url, data=body.encode(), headers={"Content-Type": "text/xml"}, timeout=180)
        assert answer.status_code == 200, answer.text
        return answer.text


def shape(body, *ids):
    """An answer without what may differ between two records: ids, traces of the stack, file names and times."""
    if isinstance(body, str):
        with suppress(ValueError):
            body = json.loads(body)
    if isinstance(body, dict):
        body = {key: value for key, value in body.items() if key not in ("debug", "timestamp", "traceback")}
    text = json.dumps(body, ensure_ascii=False, sort_keys=True) if not isinstance(body, str) else body
    # The number of the message or to-do that could not be made.
    text = re.sub(r"Records: \d+, User", "Records: #, User", text)
    # It is the same user, whose number a record may have as well.
    text = re.sub(r"User: \d+", "User: #", text)
    for number in ids:
        text = re.sub(rf"(?<!\d){number}(?!\d)", "#", text)
    return text
