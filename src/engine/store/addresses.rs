//! The address book: those who may be seen, and nobody else.

use super::blocks::Blocks;

/// In place of an entry where there is none.
const NONE: u32 = u32::MAX;
/// Bytes of a page: a power of two.
const PAGE: usize = 32 << 10;

/// Addresses by subscriber. Memory grows with those who may be seen; in
/// anonymous mode it stays empty. No `Debug`, no `Serialize`.
#[derive(Default)]
pub(super) struct AddressBook {
    /// By subscriber: the page, and the byte of it at which the entry begins.
    entries: Blocks<u32>,
    /// One entry behind the other: the length in seven bits a byte, the last of
    /// which is below 128, and the text. An entry stands in one page as a whole.
    pages: Vec<Vec<u8>>,
}

impl AddressBook {
    /// Enters a subscriber; the first spelling stays.
    pub(super) fn enter(&mut self, subscriber: u32, address: &str) {
        let place = subscriber as usize;
        while self.entries.len() <= place {
            self.entries.push(NONE);
        }
        if self.entries.get(place) == Some(&NONE) {
            let entry = self.write(address);
            self.entries.set(place, entry);
        }
    }

    /// Where it stands; [`NONE`] where there are 4 GB of addresses already.
    fn write(&mut self, address: &str) -> u32 {
        let most = address.len() + 10;
        if self.pages.last().is_none_or(|page| page.len() + most > PAGE) {
            // The first grows: most books are thin.
            let room = if self.pages.is_empty() { 0 } else { PAGE.max(most) };
            self.pages.push(Vec::with_capacity(room));
        }
        let number = self.pages.len() - 1;
        let Some(page) = self.pages.last_mut() else { return NONE };
        let Ok(entry) = u32::try_from(number * PAGE + page.len()) else { return NONE };
        let mut len = address.len();
        while len >= 128 {
            page.push(len as u8 | 128);
            len >>= 7;
        }
        page.push(len as u8);
        page.extend_from_slice(address.as_bytes());
        entry
    }

    /// For the owner's screen alone; called by `people` only.
    #[inline]
    pub(super) fn get(&self, subscriber: u32) -> Option<&str> {
        let entry = *self.entries.get(subscriber as usize)? as usize;
        let bytes = self.pages.get(entry / PAGE)?.get(entry % PAGE..)?;
        let digits = bytes.iter().take_while(|&&digit| digit >= 128).count() + 1;
        let (digits, text) = bytes.split_at_checked(digits)?;
        let digits = digits.iter().rev();
        let len = digits.fold(0, |len, digit| len << 7 | usize::from(digit & 127));
        std::str::from_utf8(text.get(..len)?).ok()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(super) fn shrink(&mut self) {
        self.entries.truncate(self.entries.len());
        self.pages.iter_mut().for_each(Vec::shrink_to_fit);
        self.pages.shrink_to_fit();
    }

    pub(super) fn bytes(&self) -> usize {
        self.entries.bytes()
            + self.pages.iter().map(Vec::capacity).sum::<usize>()
            + self.pages.capacity() * size_of::<Vec<u8>>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_is_found_under_their_first_spelling() {
        let mut book = AddressBook::default();
        assert!(book.is_empty() && book.get(0).is_none());
        // Of every length around that of a page and of what a digit can tell.
        let mut lens: Vec<usize> = (0..3_000).map(|n| n % 70).collect();
        lens.extend([126, 127, 128, 129, PAGE - 12, PAGE - 2, PAGE, PAGE + 1, 3 * PAGE, 5, 0, 9]);
        let address = |who: usize| format!("{who}{}@é.example", "x".repeat(lens[who]));
        // In an order of their own, and not all of them.
        let mut entered: Vec<usize> = (0..lens.len()).filter(|who| who % 5 != 0).collect();
        entered.sort_by_key(|who| who * 7_919 % 1_013);
        for &who in &entered {
            book.enter(who as u32, &address(who));
            book.enter(who as u32, "another@example.org");
        }
        for who in 0..lens.len() {
            let expected = entered.contains(&who).then(|| address(who));
            assert_eq!(book.get(who as u32), expected.as_deref());
        }
        book.shrink();
        assert_eq!(book.get(3_001), Some(&*address(3_001)));
        assert_eq!(book.get(u32::MAX), None);
    }

    #[test]
    fn an_address_takes_little_more_than_its_text() {
        let mut book = AddressBook::default();
        (0..20_000).for_each(|who| book.enter(who, &format!("user{who:06}@example.org")));
        book.shrink();
        let each = book.bytes() as f64 / 20_000.0;
        assert!(each < 22.0 + 1.0 + 4.0 + 0.5, "{each:.2} bytes");
    }
}
