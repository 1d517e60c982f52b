"""Words of English and German that say little of what a text is about, and are nobody's name."""

LITTLE_WORDS = frozenset(
    [
        "a", "aber", "after", "all", "alle", "als", "also", "although", "am", "an", "and", "any", "are",
        "as", "at", "auch", "auf", "aus", "be", "because", "been", "before", "bei", "bin", "bis", "both",
        "but", "by", "can", "da", "dann", "das", "dass", "dem", "den", "der", "des", "did", "die", "do",
        "does", "dort", "each", "ein", "eine", "einem", "einen", "einer", "eines", "einige", "er", "es",
        "etwas", "every", "few", "for", "from", "für", "get", "habe", "haben", "had", "has", "hat", "have",
        "he", "her", "here", "hier", "his", "how", "i", "ich", "if", "ihm", "ihn", "ihr", "ihre", "im",
        "in", "into", "is", "ist", "it", "its", "jede", "jeder", "jedes", "jemand", "kann", "kein", "keine",
        "man", "many", "may", "me", "mein", "meine", "mich", "mir", "mit", "most", "muss", "must", "my",
        "möchte", "nach", "nicht", "no", "not", "nur", "ob", "oder", "of", "on", "only", "or", "our",
        "sein", "seine", "shall", "she", "should", "sich", "sie", "since", "sind", "so", "soll", "some",
        "somebody", "something", "such", "that", "the", "their", "them", "then", "there", "these", "they",
        "thing", "things", "this", "those", "to", "um", "und", "uns", "unser", "unsere", "unter", "us",
        "vom", "von", "vor", "wann", "want", "war", "waren", "warum", "was", "we", "weil", "wenn", "wer",
        "werden", "were", "what", "when", "where", "which", "while", "who", "whom", "why", "wie", "will",
        "wir", "wird", "with", "without", "wo", "would", "yes", "you", "your", "zu", "zum", "zur", "über",
    ]
)  # fmt: skip
