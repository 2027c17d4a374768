//! Step 3: events to permitted events. The only place that decides whether a
//! reaction is kept, and whether its person may be seen; the only one that can
//! make a [`Permitted`].
//!
//! | mode | kind of event | the person's choice then | kept | named |
//! | --- | --- | --- | --- | --- |
//! | personal | any | – | yes | yes |
//! | anonymous | any | – | yes | no |
//! | choice | opens, clicks and the like | granted | yes | unless the latest choice is a denial |
//! | choice | opens, clicks and the like | denied | as the settings say of *denied* | no |
//! | choice | opens, clicks and the like | unknown | as the settings say of *unknown* | as the settings say, unless the latest choice is a denial |
//! | choice | sent, bounced, unsubscribed … | any | yes | where opens or clicks would be |
//!
//! The account's mode is a ceiling: in anonymous mode a consent list changes
//! nothing. An event by nobody is never named. Held by the tests of `gate` and
//! `book`.

mod book;
mod gate;

pub use book::ConsentBook;
pub use gate::{Gate, Permitted, Scope};
