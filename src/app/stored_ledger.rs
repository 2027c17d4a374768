//! The ledger in the browser's own database: only for those who ticked it, and
//! gone with the whole database when they untick it.

use idb::{Database, Error, Factory, ObjectStoreParams, TransactionMode};
use wasm_bindgen::JsValue;

const DATABASE: &str = "milchglas";
const STORE: &str = "ledger";
/// The only entry.
const KEY: &str = "open";

/// Why the browser did not keep a ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotStored {
    /// No database, or no room in it.
    Refused,
    /// Another window has put something else there.
    Changed,
}

impl From<Error> for NotStored {
    fn from(_: Error) -> NotStored {
        NotStored::Refused
    }
}

/// Put `text` into the browser, in the place of `known`; in the place of
/// whatever is there where `known` is `None`. Nothing comes between looking and
/// writing.
///
/// # Errors
/// [`NotStored`] where it is not there now.
pub async fn store(text: &str, known: Option<&str>) -> Result<(), NotStored> {
    let database = open().await?;
    let stored = replace(&database, text, known).await;
    database.close();
    stored
}

async fn replace(database: &Database, text: &str, known: Option<&str>) -> Result<(), NotStored> {
    let transaction = database.transaction(&[STORE], TransactionMode::ReadWrite)?;
    let ledgers = transaction.object_store(STORE)?;
    let there = ledgers.get(JsValue::from_str(KEY))?.await?.and_then(|value| value.as_string());
    if let (Some(there), Some(known)) = (&there, known)
        && there != known
        && there != text
    {
        return Err(NotStored::Changed);
    }
    ledgers.put(&JsValue::from_str(text), Some(&JsValue::from_str(KEY)))?.await?;
    transaction.commit()?.await?;
    Ok(())
}

/// What the browser has kept.
///
/// # Errors
/// [`NotStored`] where its database cannot be read.
pub async fn fetch() -> Result<Option<String>, NotStored> {
    let database = open().await?;
    let text = read(&database).await;
    database.close();
    text
}

async fn read(database: &Database) -> Result<Option<String>, NotStored> {
    let transaction = database.transaction(&[STORE], TransactionMode::ReadOnly)?;
    let ledgers = transaction.object_store(STORE)?;
    let value = ledgers.get(JsValue::from_str(KEY))?.await?;
    Ok(value.and_then(|value| value.as_string()))
}

/// Nothing of it stays.
///
/// # Errors
/// [`NotStored`] where the browser did not let go of it.
pub async fn drop_all() -> Result<(), NotStored> {
    Factory::new()?.delete(DATABASE)?.await?;
    Ok(())
}

async fn open() -> Result<Database, NotStored> {
    let mut request = Factory::new()?.open(DATABASE, Some(1))?;
    request.on_upgrade_needed(|event| {
        use idb::DatabaseEvent;
        // A database without its store refuses every transaction, which is told.
        let _ = event
            .database()
            .map(|database| database.create_object_store(STORE, ObjectStoreParams::new()));
    });
    Ok(request.await?)
}
