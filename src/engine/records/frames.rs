//! The frames of plain objects: what stands between their values. The objects of a
//! file have the same few over and over, so what comes next is guessed by what came
//! before, and compared in whole words. A frame that was not met yet is read key by
//! key, and remembered.

/// Bytes that are compared at once.
const WORDS: usize = 4;
const ROOM: usize = WORDS * 8;
/// No more is remembered: of a file that goes on and on with new keys, the rest is
/// read key by key.
const STEPS: usize = 256;
/// Nor are there more ways to go on from one place.
const WAYS: usize = 8;
const LONGEST: usize = 128;

/// What was met so far: a tree, from the front of an object to its last value.
pub(super) struct Frames {
    /// The keys whose values are wanted, each once.
    wanted: Vec<Option<Box<[u8]>>>,
    steps: Vec<Step>,
}

/// What stands between two values, or in front of the first: from the closing quote
/// of the one, where it is a text, to the opening quote of the other.
#[derive(Default)]
struct Step {
    /// The first bytes, without what the mask leaves out.
    words: [u64; WORDS],
    mask: [u64; WORDS],
    /// What did not fit in there.
    rest: Box<[u8]>,
    length: usize,
    /// Which of the wanted values follows.
    place: Option<usize>,
    is_text: bool,
    /// The step behind it that was taken last; itself where there is none.
    next: usize,
    /// Another one that begins where this one does. The last of them knows the first.
    beside: usize,
    /// How many lie behind it.
    ways: usize,
}

/// A value that is known to follow.
#[derive(Clone, Copy)]
pub(super) struct Next {
    /// Where its first byte stands.
    pub(super) start: usize,
    pub(super) place: Option<usize>,
    pub(super) is_text: bool,
}

/// Where an object is in the tree.
#[derive(Clone, Copy)]
pub(super) struct Way(Option<usize>);

impl Way {
    /// In front of an object.
    pub(super) const START: Way = Way(Some(0));
}

impl Frames {
    pub(super) fn new(wanted: &[Option<&str>]) -> Frames {
        let wanted = wanted.iter().map(|key| key.map(|key| key.as_bytes().into())).collect();
        Frames { wanted, steps: vec![Step::default()] }
    }

    /// The value behind what stands at `at`, where that was met before.
    #[inline]
    pub(super) fn follow(&mut self, way: &mut Way, text: &[u8], at: usize) -> Option<Next> {
        let from = way.0?;
        let first = self.steps.get(from)?.next;
        let mut found = first;
        while found != from {
            let step = self.steps.get(found)?;
            if let Some(start) = step.ends(text, at) {
                let next = Next { start, place: step.place, is_text: step.is_text };
                if found != first {
                    self.steps.get_mut(from)?.next = found;
                }
                *way = Way(Some(found));
                return Some(next);
            }
            found = step.beside;
            if found == first {
                break;
            }
        }
        None
    }

    /// Remembers what stands before a value; says whether the value is wanted.
    #[cold]
    pub(super) fn learn(
        &mut self,
        way: &mut Way,
        before: &[u8],
        key: &[u8],
        is_text: bool,
    ) -> Option<usize> {
        let place = self.wanted.iter().position(|wanted| wanted.as_deref() == Some(key));
        let from = std::mem::replace(way, Way(None)).0;
        let new = self.steps.len();
        if let Some(from) = from
            && let Some(behind) = self.steps.get_mut(from)
            && behind.ways < WAYS
            && new < STEPS
            && before.len() <= LONGEST
        {
            behind.ways += 1;
            let beside = std::mem::replace(&mut behind.next, new);
            let mut step = Step::new(before, place, is_text);
            step.next = new;
            // A ring: the one that was first is behind it, or it is alone.
            step.beside = new;
            if beside != from
                && let Some(other) = self.steps.get_mut(beside)
            {
                step.beside = std::mem::replace(&mut other.beside, new);
            }
            self.steps.push(step);
            *way = Way(Some(new));
        }
        place
    }
}

impl Step {
    fn new(before: &[u8], place: Option<usize>, is_text: bool) -> Step {
        let (mut words, mut mask) = ([0; WORDS], [0; WORDS]);
        let (first, rest) = before.split_at_checked(ROOM).unwrap_or((before, &[]));
        for ((word, mask), bytes) in words.iter_mut().zip(&mut mask).zip(first.chunks(8)) {
            for (shift, &byte) in (0..).step_by(8).zip(bytes) {
                *word |= u64::from(byte) << shift;
                *mask |= 0xFF << shift;
            }
        }
        let length = before.len();
        Step { words, mask, rest: rest.into(), length, place, is_text, ..Step::default() }
    }

    /// Where this ends, if it stands at `at` with a value of its kind behind it.
    #[inline]
    fn ends(&self, text: &[u8], at: usize) -> Option<usize> {
        let bytes = text.get(at..)?.first_chunk::<ROOM>()?;
        let (words, _) = bytes.as_chunks::<8>();
        // One by one: a loop would be copied to a place of its own, and run there.
        let &[a, b, c, d] = words else { return None };
        let [w, x, y, z] = &self.words;
        let [k, l, m, n] = &self.mask;
        let differ =
            |bytes: [u8; 8], word: u64, mask: u64| (u64::from_le_bytes(bytes) ^ word) & mask;
        let other = differ(a, *w, *k) | differ(b, *x, *l) | differ(c, *y, *m) | differ(d, *z, *n);
        let end = at + self.length;
        let same =
            other == 0 && (self.rest.is_empty() || text.get(at + ROOM..end) == Some(&*self.rest));
        // What is no text may be one in the next object, and lies deeper in another.
        let follows =
            self.is_text || matches!(text.get(end), Some(b'-' | b'0'..=b'9' | b't' | b'f' | b'n'));
        (same && follows).then_some(end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start() -> Way {
        Way::START
    }

    fn padded(text: &str) -> Vec<u8> {
        let mut bytes = text.as_bytes().to_vec();
        bytes.resize(bytes.len() + ROOM, b' ');
        bytes
    }

    #[test]
    fn what_was_met_is_known() {
        let mut frames = Frames::new(&[Some("b"), None, Some("a")]);
        let fronts = ["{\"a\":\"", "{\"a\":", "{\"b\":\"", "{ \"b\" : \"", "{\"c\":"];
        for front in fronts {
            let text = padded(&format!("{front}1"));
            let mut way = Way::START;
            assert!(frames.follow(&mut way, &text, 0).is_none(), "{front}");
            let key = &front.trim_start_matches(['{', ' ', '"'])[..1];
            frames.learn(&mut way, front.as_bytes(), key.as_bytes(), front.ends_with('"'));
        }
        for _ in 0..2 {
            for (front, place) in fronts.into_iter().zip([Some(2), Some(2), Some(0), Some(0), None])
            {
                let text = padded(&format!("xx{front}1"));
                let next = frames.follow(&mut start(), &text, 2).expect("it was met");
                assert_eq!((next.start, next.place), (front.len() + 2, place), "{front}");
                assert_eq!(next.is_text, front.ends_with('"'), "{front}");
                // There is no other byte in its place.
                for at in 2..front.len() + 2 {
                    let mut other = text.clone();
                    other[at] ^= 1;
                    let found = frames.follow(&mut start(), &other, 2);
                    assert!(found.is_none_or(|next| next.start < at), "{front} at {at}");
                }
            }
        }
    }

    #[test]
    fn long_keys_are_compared_to_their_end() {
        for length in [ROOM - 1, ROOM, ROOM + 1, LONGEST, LONGEST + 1] {
            let mut frames = Frames::new(&[]);
            let front = format!("{{\"{}\":\"", "k".repeat(length - 5));
            assert_eq!(front.len(), length);
            frames.learn(&mut start(), front.as_bytes(), b"k", true);
            let mut text = padded(&front);
            let met = frames.follow(&mut start(), &text, 0).map(|next| next.start);
            assert_eq!(met, (length <= LONGEST).then_some(length));
            text[length - 1] = b'x';
            assert!(frames.follow(&mut start(), &text, 0).is_none());
        }
    }

    #[test]
    fn what_is_remembered_has_an_end() {
        let mut frames = Frames::new(&[]);
        for number in 0..10_000 {
            let mut way = Way::START;
            for depth in 0..4 {
                let front = format!("\"{number}-{depth}\":");
                if frames.follow(&mut way, &padded(&front), 0).is_none() {
                    frames.learn(&mut way, front.as_bytes(), b"", false);
                }
            }
        }
        assert!(frames.steps.len() <= STEPS);
        assert!(frames.steps.iter().all(|step| step.ways <= WAYS));
    }
}
