//! Sums by code, in the order of their codes. The same few come over and over.

/// Places where a code was found lately.
const RECENT: usize = 32;

/// What sums are kept by: a small number, mostly.
pub(super) trait Code: Ord + Copy {
    /// Different for codes that are near each other.
    fn number(self) -> usize;
    /// Another one for each code.
    fn written(self) -> u64;
    /// The code that was [written](Code::written) so, if there is one.
    fn read(written: u64) -> Option<Self>;
}

impl Code for u8 {
    fn number(self) -> usize {
        usize::from(self)
    }

    fn written(self) -> u64 {
        self.into()
    }

    fn read(written: u64) -> Option<u8> {
        written.try_into().ok()
    }
}

impl Code for u32 {
    fn number(self) -> usize {
        self as usize
    }

    fn written(self) -> u64 {
        self.into()
    }

    fn read(written: u64) -> Option<u32> {
        written.try_into().ok()
    }
}

impl Code for i32 {
    fn number(self) -> usize {
        self as usize
    }

    fn written(self) -> u64 {
        self.cast_unsigned().written()
    }

    fn read(written: u64) -> Option<i32> {
        u32::read(written).map(u32::cast_signed)
    }
}

impl<C: Code> Code for Option<C> {
    fn number(self) -> usize {
        self.map_or(RECENT - 1, C::number)
    }

    fn written(self) -> u64 {
        self.map_or(0, |code| code.written() + 1)
    }

    fn read(written: u64) -> Option<Option<C>> {
        match written.checked_sub(1) {
            None => Some(None),
            Some(code) => C::read(code).map(Some),
        }
    }
}

/// A short list in place of a map.
#[derive(Clone)]
pub(super) struct ByCode<K, T> {
    sums: Vec<(K, T)>,
    /// Where each was found lately: a guess that is checked.
    recent: [u32; RECENT],
}

impl<K, T> Default for ByCode<K, T> {
    fn default() -> ByCode<K, T> {
        ByCode { sums: Vec::new(), recent: [0; RECENT] }
    }
}

impl<K: Code, T> ByCode<K, T> {
    /// The sum of a code, made where there is none.
    #[inline]
    pub(super) fn entry(&mut self, code: K, make: impl FnOnce() -> T) -> Option<&mut T> {
        let slot = code.number() % RECENT;
        let guess = self.recent.get(slot).map_or(0, |&at| at as usize);
        let at = match self.sums.get(guess) {
            Some((found, _)) if *found == code => guess,
            _ => {
                let at = self.look(code, make);
                if let Some(place) = self.recent.get_mut(slot) {
                    *place = at as u32;
                }
                at
            }
        };
        self.sums.get_mut(at).map(|(_, sum)| sum)
    }

    fn look(&mut self, code: K, make: impl FnOnce() -> T) -> usize {
        match self.sums.binary_search_by_key(&code, |(found, _)| *found) {
            Ok(at) => at,
            Err(at) => {
                self.sums.insert(at, (code, make()));
                at
            }
        }
    }

    /// The sum of a code.
    pub(super) fn get(&self, code: K) -> Option<&T> {
        let at = self.sums.binary_search_by_key(&code, |(found, _)| *found).ok()?;
        self.sums.get(at).map(|(_, sum)| sum)
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = (K, &mut T)> {
        self.sums.iter_mut().map(|(code, sum)| (*code, sum))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (K, &T)> {
        self.sums.iter().map(|(code, sum)| (*code, sum))
    }

    /// How many codes have a sum.
    pub(super) fn len(&self) -> usize {
        self.sums.len()
    }
}

impl<K: Code, T: Default> ByCode<K, T> {
    /// Changes the sum of a code, which is nothing at first.
    #[inline]
    pub(super) fn change(&mut self, code: K, change: impl FnOnce(&mut T)) {
        if let Some(sum) = self.entry(code, T::default) {
            change(sum);
        }
    }

    /// Adds other sums.
    pub(super) fn add(&mut self, other: &ByCode<K, T>, add: impl Fn(&mut T, &T)) {
        for (code, sum) in other.iter() {
            self.change(code, |mine| add(mine, sum));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn the_same_as_a_map() {
        let (mut sums, mut twin) = (ByCode::<u32, u64>::default(), BTreeMap::<u32, u64>::new());
        let mut state: u64 = 3;
        for _ in 0..5_000 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let code = (state >> 33) as u32 % 40;
            sums.change(code, |sum| *sum += u64::from(code));
            *twin.entry(code).or_default() += u64::from(code);
        }
        assert!(sums.iter().eq(twin.iter().map(|(&code, sum)| (code, sum))));
        assert_eq!((sums.len(), sums.get(39), sums.get(40)), (40, twin.get(&39), None));
        let mut both = sums.clone();
        both.add(&sums, |mine, theirs| *mine += theirs);
        assert!(both.iter().all(|(code, &sum)| sum == 2 * twin[&code]));
    }
}
