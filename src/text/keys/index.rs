//! Keys by number.

use super::MatchKey;

/// Keys, numbered in the order in which they came. They are hashes already, so that each names its own place: a tenth of
/// what a map costs that trusts no key.
#[derive(Debug)]
pub struct KeyIndex {
    /// At the place that a key names, or the next one that was free, its number and one; 0 where there is none. A power of
    /// two of them, at least half of them free.
    places: Vec<u32>,
    keys: Vec<MatchKey>,
}

impl KeyIndex {
    /// An index that has room for so many keys.
    pub fn with_room(n: usize) -> Self {
        Self { places: vec![0; (2 * n).next_power_of_two().max(2)], keys: Vec::with_capacity(n) }
    }

    /// Number of keys.
    pub const fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The keys in the order of their numbers.
    pub fn keys(&self) -> &[MatchKey] {
        &self.keys
    }

    /// Whether it has a key.
    pub fn contains(&self, key: MatchKey) -> bool {
        self.find(key).is_ok()
    }

    /// The number of a key; that of a new one is how many there were before.
    pub fn insert(&mut self, key: MatchKey) -> usize {
        match self.find(key) {
            Ok(number) => number,
            Err(place) => self.push(key, place),
        }
    }

    /// The number of a key, or the free place for it.
    #[inline]
    fn find(&self, key: MatchKey) -> Result<usize, usize> {
        let last = self.places.len() - 1;
        let mut place = key.0 as usize & last;
        loop {
            let Some(number) = (self.places[place] as usize).checked_sub(1) else {
                return Err(place);
            };
            if self.keys[number] == key {
                return Ok(number);
            }
            place = (place + 1) & last;
        }
    }

    fn push(&mut self, key: MatchKey, place: usize) -> usize {
        self.keys.push(key);
        self.places[place] = u32::try_from(self.keys.len()).unwrap_or(u32::MAX);
        if self.keys.len() * 2 > self.places.len() {
            let keys = std::mem::take(&mut self.keys);
            *self = Self::with_room(keys.len() * 2);
            self.extend(keys);
        }
        self.keys.len() - 1
    }
}

impl Extend<MatchKey> for KeyIndex {
    fn extend<T: IntoIterator<Item = MatchKey>>(&mut self, keys: T) {
        for key in keys {
            self.insert(key);
        }
    }
}

impl Default for KeyIndex {
    fn default() -> Self {
        Self::with_room(0)
    }
}

impl FromIterator<MatchKey> for KeyIndex {
    fn from_iter<T: IntoIterator<Item = MatchKey>>(keys: T) -> Self {
        let mut index = Self::default();
        index.extend(keys);
        index
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_numbers_in_order() {
        // All of them name one place, which is the last one, however many places there are.
        let keys: Vec<MatchKey> = (0..40).map(|n| MatchKey(n << 32 | 0xFFFF)).collect();
        let mut index = KeyIndex::default();
        assert!(index.is_empty() && !index.contains(keys[0]));
        for key in &keys {
            index.insert(*key);
        }
        assert_eq!((index.keys(), index.len()), (&*keys, 40));
        assert_eq!(index.insert(keys[7]), 7);
        assert!(keys.iter().all(|key| index.contains(*key)) && !index.contains(MatchKey(0)));
        assert_eq!(index.insert(MatchKey(0)), 40);
    }
}
