//! Verbs of saying.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

/// Whether a word in lower case is a verb of saying, or puts what goes with it into another's mouth.
pub fn is_speech(word: &str) -> bool {
    WORDS.contains(word)
}

static WORDS: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| SPEECH.iter().chain(&OTHER_SPEECH).copied().collect());

const SPEECH: [&str; 42] = [
    "said", "says", "say", "told", "tells", "added", "adds", "according", "stated", "states",
    "announced", "reported", "wrote", "writes", "claimed", "claims", "explained", "insisted",
    "warned", "denied", "confirmed", "acknowledged", "admitted", "argued", "noted", "quoted",
    "asked", "asks", "replied", "recalled", "allegedly", "reportedly", "complained", "declared",
    "promised", "suggested", "testified", "remarked", "shouted", "cried", "demanded", "wondered",
];

/// Verbs of saying in other languages of news, and words that put what goes with them into another's mouth.
const OTHER_SPEECH: [&str; 37] = [
    "sagte", "sagt", "sagten", "erklärte", "erklärten", "betonte", "hieß", "laut", "zufolge",
    "déclaré", "affirmé", "indiqué", "précisé", "ajouté", "selon", "dijo", "dijeron", "afirmó",
    "declaró", "señaló", "aseguró", "según", "disse", "afirmou", "secondo", "قال", "قالت", "وقال",
    "وقالت", "أكد", "وأكد", "وأكدت", "وأعلن", "وأوضح", "وأضاف", "وأضافت", "وفقا",
];
