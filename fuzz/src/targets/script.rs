//! Bytes as instructions: what is fuzzed behind a checksum, a length or a
//! directory is built by them, so that it is whole again whatever they say.

use serde_json::Value;

/// Instructions, from the front; behind the end everything is zero.
pub struct Script<'b>(&'b [u8]);

impl<'b> Script<'b> {
    pub fn new(bytes: &'b [u8]) -> Script<'b> {
        Script(bytes)
    }

    pub fn is_over(&self) -> bool {
        self.0.is_empty()
    }

    pub fn byte(&mut self) -> u8 {
        let Some((&first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        first
    }

    pub fn number(&mut self) -> u64 {
        (0..8).fold(0, |number, _| number << 8 | u64::from(self.byte()))
    }

    /// Bytes with their length before them, 16 bits.
    pub fn bytes(&mut self) -> &'b [u8] {
        let length = usize::from(self.byte()) << 8 | usize::from(self.byte());
        let (taken, rest) = self.0.split_at(length.min(self.0.len()));
        self.0 = rest;
        taken
    }

    /// The same with 8 bits, as text.
    pub fn text(&mut self) -> String {
        let (taken, rest) = self.0.split_at(usize::from(self.byte()).min(self.0.len()));
        self.0 = rest;
        String::from_utf8_lossy(taken).into_owned()
    }

    /// One of these.
    pub fn choose<'t, T>(&mut self, from: &'t [T]) -> &'t T {
        &from[usize::from(self.byte()) % from.len()]
    }

    /// Changes JSON until the instructions are over, or have made much of it.
    pub fn edit(&mut self, value: &mut Value) {
        let mut room = 20_000;
        for _ in 0..200 {
            if self.is_over() {
                break;
            }
            self.edit_once(value, &mut room);
        }
    }

    fn edit_once(&mut self, root: &mut Value, room: &mut usize) {
        let copied = match self.byte() % 8 {
            0 => {
                let place = self.walk(root);
                taken(room, weight(place)).then(|| place.clone())
            }
            _ => None,
        };
        let change = self.byte();
        let place = self.walk(root);
        *place = match (change % 12, place.take(), copied) {
            (_, _, Some(copied)) => copied,
            (0, _, _) => Value::Null,
            (1, _, _) => Value::from(self.number()),
            (2, _, _) => Value::from(self.byte()),
            (3, _, _) => Value::from(self.number().cast_signed()),
            (4, _, _) => Value::from(self.text()),
            (5, _, _) => Value::from(self.byte() % 2 == 1),
            (6, Value::Array(mut list), _) => {
                // Many of what is there.
                let times = usize::from(self.byte());
                if let Some(last) = list.last().cloned()
                    && taken(room, times * weight(&last))
                {
                    list.extend(std::iter::repeat_n(last, times));
                }
                Value::Array(list)
            }
            (7, Value::Array(mut list), _) => {
                let at = usize::from(self.byte()) % list.len().max(1);
                if at < list.len() {
                    list.remove(at);
                }
                Value::Array(list)
            }
            (7, Value::Object(mut map), _) => {
                let at = usize::from(self.byte()) % map.len().max(1);
                if let Some(key) = map.keys().nth(at).cloned() {
                    map.remove(&key);
                }
                Value::Object(map)
            }
            (8, Value::Object(mut map), _) => {
                let key = self.text();
                map.insert(key, Value::from(self.byte()));
                Value::Object(map)
            }
            (_, Value::Number(number), _) => {
                // A little more or less: sums go wrong by ones.
                let step = i64::from(self.byte().cast_signed());
                let number = number.as_u64().unwrap_or_default();
                Value::from(number.wrapping_add_signed(step))
            }
            (_, Value::String(text), _) => {
                let at = usize::from(self.byte()) % (text.chars().count() + 1);
                let (before, behind): (String, String) =
                    (text.chars().take(at).collect(), text.chars().skip(at).collect());
                Value::from(format!("{before}{}{behind}", self.text()))
            }
            (_, other, _) => other,
        };
    }

    /// Some place in it.
    fn walk<'v>(&mut self, value: &'v mut Value) -> &'v mut Value {
        let length = match &*value {
            Value::Array(list) => list.len(),
            Value::Object(map) => map.len(),
            _ => 0,
        };
        let choice = usize::from(self.byte());
        if length == 0 || choice == 255 {
            return value;
        }
        let next = match value {
            Value::Array(list) => list.get_mut(choice % length),
            Value::Object(map) => map.values_mut().nth(choice % length),
            _ => None,
        };
        self.walk(next.expect("it is not empty"))
    }
}

/// How many values there are in it.
fn weight(value: &Value) -> usize {
    1 + match value {
        Value::Array(list) => list.iter().map(weight).sum(),
        Value::Object(map) => map.values().map(weight).sum(),
        _ => 0,
    }
}

/// Whether there was so much room; then there is less.
fn taken(room: &mut usize, much: usize) -> bool {
    room.checked_sub(much).inspect(|left| *room = *left).is_some()
}
