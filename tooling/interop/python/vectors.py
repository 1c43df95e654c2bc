"""What scripted embedding models and rerankers compute; the same for every version of DB-GPT."""


def embed(text):
    """[length, words, share of vowels, 1]: small, deterministic, different for different texts."""
    if text.startswith("numbered:"):
        return numbered(text)
    vowels = sum(text.lower().count(vowel) for vowel in "aeiou")
    return [float(len(text)), float(len(text.split())), vowels / (len(text) or 1), 1.0]


def numbered(text):
    """[hash, length, 1]: what only this text has, as in ../../chaos, which has 0 at the end."""
    value = 0
    for character in text:
        value = (value * 31 + ord(character)) % 65521
    return [value / 65536, float(len(text)), 1.0]


def rerank(query, candidates):
    """The share of the query's words that a candidate has."""
    wanted = set(query.lower().split())
    return [
        len(wanted & set(candidate.lower().split())) / (len(wanted) or 1)
        for candidate in candidates
    ]
