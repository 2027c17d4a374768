use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::fmt;
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

macro_rules! measures {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $unit:ident;)*) => {
        /// A figure that is counted. Rates are quotients of two of these.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Measure { $($(#[$doc])* $variant,)* }

        impl Measure {
            pub const ALL: &'static [Measure] = &[$(Measure::$variant),*];

            /// The name in reports and snapshots.
            pub const fn name(self) -> &'static str {
                match self { $(Measure::$variant => $name,)* }
            }

            /// Whether the measure counts recipients (else events).
            pub const fn counts_people(self) -> bool {
                match self { $(Measure::$variant => measures!(@people $unit),)* }
            }
        }
    };
    (@people people) => { true };
    (@people events) => { false };
}

measures! {
    /// Everybody who appears in the campaign in any way.
    Recipients = "recipients", people;
    /// Recipients attempted; delivered + bounced where the files have no send rows.
    Sent = "sent", people;
    /// Sent without those whose last state is a bounce or drop.
    Delivered = "delivered", people;
    Deferred = "deferred", people;
    BouncedHard = "bounced_hard", people;
    BouncedSoft = "bounced_soft", people;
    Dropped = "dropped", people;
    /// Delivered, and opens may be measured.
    MeasurableOpens = "measurable_opens", people;
    /// Delivered, and clicks may be measured.
    MeasurableClicks = "measurable_clicks", people;
    Openers = "openers", people;
    Opens = "opens", events;
    MachineOpeners = "machine_openers", people;
    MachineOpens = "machine_opens", events;
    /// Recipients with an open or a click by a person.
    ConfirmedOpeners = "confirmed_openers", people;
    Clickers = "clickers", people;
    Clicks = "clicks", events;
    MachineClickers = "machine_clickers", people;
    MachineClicks = "machine_clicks", events;
    /// Recipients whose longest view has a known duration.
    Timed = "timed", people;
    Glanced = "glanced", people;
    Skimmed = "skimmed", people;
    Readers = "readers", people;
    Unsubscribed = "unsubscribed", people;
    Complained = "complained", people;
    Subscribed = "subscribed", people;
    DoiRequested = "doi_requested", people;
    DoiConfirmed = "doi_confirmed", people;
    Forwarded = "forwarded", people;
    Printed = "printed", people;
    Converted = "converted", people;
}

impl Measure {
    pub const COUNT: usize = Measure::ALL.len();

    pub fn from_name(name: &str) -> Option<Measure> {
        Measure::ALL.iter().copied().find(|measure| measure.name() == name)
    }
}

impl Serialize for Measure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Measure {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Measure, D::Error> {
        let name = String::deserialize(deserializer)?;
        Measure::from_name(&name).ok_or_else(|| de::Error::custom("unknown figure"))
    }
}

/// One value for each [`Measure`]: `Figures<u64>` inside the engine,
/// `Figures<Count>` where figures are shown. A JSON object, name to value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures<T>([T; Measure::COUNT]);

impl<T: Default + Copy> Default for Figures<T> {
    fn default() -> Figures<T> {
        Figures([T::default(); Measure::COUNT])
    }
}

impl<T> Index<Measure> for Figures<T> {
    type Output = T;

    fn index(&self, measure: Measure) -> &T {
        &self.0[measure as usize]
    }
}

impl<T> IndexMut<Measure> for Figures<T> {
    fn index_mut(&mut self, measure: Measure) -> &mut T {
        &mut self.0[measure as usize]
    }
}

impl<T: Copy> Figures<T> {
    pub fn iter(&self) -> impl Iterator<Item = (Measure, T)> + '_ {
        Measure::ALL.iter().map(|&measure| (measure, self[measure]))
    }

    pub fn map<U: Copy + Default>(&self, mut f: impl FnMut(Measure, T) -> U) -> Figures<U> {
        let mut mapped = Figures::default();
        for (measure, value) in self.iter() {
            mapped[measure] = f(measure, value);
        }
        mapped
    }
}

impl Figures<u64> {
    /// The values, in the order of [`Measure::ALL`].
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut u64> {
        self.0.iter_mut()
    }

    pub fn add(&mut self, other: &Figures<u64>) {
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            *mine += theirs;
        }
    }
}

impl<T: Serialize> Serialize for Figures<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(Measure::COUNT))?;
        for &measure in Measure::ALL {
            map.serialize_entry(measure.name(), &self[measure])?;
        }
        map.end()
    }
}

impl<'de, T: Deserialize<'de> + Default + Copy> Deserialize<'de> for Figures<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Figures<T>, D::Error> {
        struct Reader<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de> + Default + Copy> Visitor<'de> for Reader<T> {
            type Value = Figures<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object with one value for each figure")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Figures<T>, A::Error> {
                let mut figures = Figures::default();
                let mut seen = [false; Measure::COUNT];
                while let Some(name) = map.next_key::<String>()? {
                    let measure = Measure::from_name(&name)
                        .ok_or_else(|| de::Error::custom("unknown figure"))?;
                    if std::mem::replace(&mut seen[measure as usize], true) {
                        return Err(de::Error::duplicate_field(measure.name()));
                    }
                    figures[measure] = map.next_value()?;
                }
                match Measure::ALL.iter().find(|&&measure| !seen[measure as usize]) {
                    Some(missing) => Err(de::Error::missing_field(missing.name())),
                    None => Ok(figures),
                }
            }
        }

        deserializer.deserialize_map(Reader(PhantomData))
    }
}
