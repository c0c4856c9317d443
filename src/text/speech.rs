//! Verbs of saying, in English.

/// Whether a word in lower case is a verb of saying, or puts what goes with it into another's mouth.
pub fn is_speech(word: &str) -> bool {
    SPEECH.contains(&word)
}

const SPEECH: [&str; 42] = [
    "said", "says", "say", "told", "tells", "added", "adds", "according", "stated", "states",
    "announced", "reported", "wrote", "writes", "claimed", "claims", "explained", "insisted",
    "warned", "denied", "confirmed", "acknowledged", "admitted", "argued", "noted", "quoted",
    "asked", "asks", "replied", "recalled", "allegedly", "reportedly", "complained", "declared",
    "promised", "suggested", "testified", "remarked", "shouted", "cried", "demanded", "wondered",
];
