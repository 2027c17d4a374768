//! The address book: those who may be seen, and nobody else.

/// Addresses by subscriber. Memory grows with those who may be seen; in
/// anonymous mode it stays empty. No `Debug`, no `Serialize`.
#[derive(Default)]
pub(super) struct AddressBook(Vec<Option<Box<str>>>);

impl AddressBook {
    /// Enters a subscriber; the first spelling stays.
    pub(super) fn enter(&mut self, subscriber: u32, address: &str) {
        let place = subscriber as usize;
        if self.0.len() <= place {
            self.0.resize(place + 1, None);
        }
        if let Some(entry) = self.0.get_mut(place)
            && entry.is_none()
        {
            *entry = Some(address.into());
        }
    }

    /// For the owner's screen alone; called by `people` only.
    pub(super) fn get(&self, subscriber: u32) -> Option<&str> {
        self.0.get(subscriber as usize)?.as_deref()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn shrink(&mut self) {
        self.0.shrink_to_fit();
    }

    pub(super) fn bytes(&self) -> usize {
        self.0.capacity() * size_of::<Option<Box<str>>>()
            + self.0.iter().flatten().map(|address| address.len()).sum::<usize>()
    }
}
