//! Long columns in blocks of one size.
//!
//! A list in one piece is copied whenever it outgrows its room, and holds twice
//! the memory meanwhile. In a browser, memory that a page's program once asked for
//! is never given back: what it held at the worst moment it holds for ever. Blocks
//! never move, and one that is let go fits the next that is needed.

/// Bytes of a block, as long as it holds no more entries than a power of two.
const BYTES: usize = 32 << 10;

/// A list that grows without being copied.
pub(super) struct Blocks<T> {
    /// All but the last that holds anything are full; those behind it are empty.
    blocks: Vec<Vec<T>>,
    len: usize,
}

impl<T> Default for Blocks<T> {
    fn default() -> Blocks<T> {
        Blocks { blocks: Vec::new(), len: 0 }
    }
}

impl<T: Copy> Blocks<T> {
    const SHIFT: u32 = (BYTES / size_of::<T>()).ilog2();
    /// Entries of a block.
    const ROOM: usize = 1 << Self::SHIFT;

    /// So many times the same.
    pub(super) fn filled(item: T, len: usize) -> Blocks<T> {
        let lens = (0..len).step_by(Self::ROOM).map(|from| (len - from).min(Self::ROOM));
        Blocks { blocks: lens.map(|len| vec![item; len]).collect(), len }
    }

    #[inline]
    pub(super) fn push(&mut self, item: T) {
        let last = self.len >> Self::SHIFT;
        if last >= self.blocks.len() {
            // The first grows: most lists are short.
            self.blocks.push(Vec::with_capacity(if last == 0 { 64 } else { Self::ROOM }));
        }
        if let Some(block) = self.blocks.get_mut(last) {
            block.push(item);
            self.len += 1;
        }
    }

    #[inline]
    pub(super) fn get(&self, at: usize) -> Option<&T> {
        self.blocks.get(at >> Self::SHIFT)?.get(at & (Self::ROOM - 1))
    }

    #[inline]
    pub(super) fn get_mut(&mut self, at: usize) -> Option<&mut T> {
        self.blocks.get_mut(at >> Self::SHIFT)?.get_mut(at & (Self::ROOM - 1))
    }

    /// Without effect where nothing is.
    #[inline]
    pub(super) fn set(&mut self, at: usize, item: T) {
        if let Some(place) = self.get_mut(at) {
            *place = item;
        }
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// All of it, in order, in as few lists as it is kept in.
    pub(super) fn lists(&self) -> impl Iterator<Item = &[T]> {
        self.blocks.iter().map(Vec::as_slice)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        self.blocks.iter().flatten()
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.blocks.iter_mut().flatten()
    }

    /// The first place of which this does not hold, in a list where it holds of
    /// none behind that.
    pub(super) fn partition_point(&self, mut holds: impl FnMut(&T) -> bool) -> usize {
        let (mut from, mut to) = (0, self.len);
        while from < to {
            let middle = from.midpoint(to);
            if self.get(middle).is_some_and(&mut holds) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        from
    }

    /// Lets go of what stands at `len` and behind it, with its memory.
    pub(super) fn truncate(&mut self, len: usize) {
        self.len = self.len.min(len);
        self.blocks.truncate(self.len.div_ceil(Self::ROOM));
        if let Some(last) = self.blocks.last_mut() {
            last.truncate(self.len.saturating_sub(1) % Self::ROOM + 1);
            last.shrink_to_fit();
        }
        self.blocks.shrink_to_fit();
    }

    /// Forgets everything, and keeps the memory.
    pub(super) fn clear(&mut self) {
        self.blocks.iter_mut().for_each(Vec::clear);
        self.len = 0;
    }

    pub(super) fn bytes(&self) -> usize {
        self.blocks.iter().map(|block| block.capacity() * size_of::<T>()).sum::<usize>()
            + self.blocks.capacity() * size_of::<Vec<T>>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_as_a_list() {
        for len in [0, 1, 63, 4_095, 4_096, 4_097, 20_000] {
            let mut blocks = Blocks::<u64>::default();
            // What was there before leaves nothing.
            (0..5_000).for_each(|n| blocks.push(n));
            blocks.clear();
            assert!(blocks.is_empty() && blocks.get(0).is_none());
            let mut list: Vec<u64> = (0..len).collect();
            list.iter().for_each(|&n| blocks.push(n));
            assert_eq!(blocks.len(), list.len());
            for at in 0..list.len() + 2 {
                assert_eq!(blocks.get(at), list.get(at));
            }
            assert_eq!(blocks.partition_point(|&n| n < len / 3), (len / 3) as usize);
            let cut = list.len() / 2;
            list.truncate(cut);
            list.iter_mut().for_each(|n| *n += 1);
            blocks.truncate(cut);
            blocks.iter_mut().for_each(|n| *n += 1);
            blocks.set(cut + 1, 0);
            assert!(blocks.iter().eq(&list) && blocks.get(cut).is_none());
            assert_eq!(blocks.lists().collect::<Vec<_>>().concat(), list);
            blocks.push(7);
            assert_eq!(blocks.get(cut), Some(&7));
            assert!(Blocks::filled(3, len as usize).iter().eq(&vec![3; len as usize]));
        }
    }

    #[test]
    fn no_more_than_a_block_is_left_unused() {
        let mut blocks = Blocks::<[u8; 20]>::default();
        (0..100_000).for_each(|_| blocks.push([0; 20]));
        assert!(blocks.bytes() < 100_000 * 20 + BYTES + 4_096);
        blocks.truncate(100);
        assert!(blocks.bytes() < 4_096);
    }
}
