//! Files that are written whole or not at all: everything goes into a file
//! beside them first.

use super::Trouble;
use super::files;
use super::notes::reason;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Who may read a file that is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    /// As the system has it.
    Usual,
    /// Its owner alone, where the system can say so.
    OwnerAlone,
}

/// A file that is written but not yet in its place; given up, it leaves no trace.
pub struct Written {
    place: PathBuf,
    /// `None` where there is nothing to be put into place.
    beside: Option<PathBuf>,
}

impl Written {
    /// Writes beside `path`; whatever is at `path` stays as it is until
    /// [`Written::put`]. What is there and no file (a pipe, a terminal) is
    /// written to at once.
    ///
    /// # Errors
    /// A message when it cannot be written.
    pub fn beside(path: &Path, text: &str, readers: Readers) -> Result<Written, Trouble> {
        write(path, text, readers).map_err(|error| unwritten(path, &error))
    }

    /// Puts the file into its place.
    ///
    /// # Errors
    /// A message when the system refuses; what was there is still there then.
    pub fn put(mut self) -> Result<(), Trouble> {
        let Some(beside) = self.beside.as_ref() else { return Ok(()) };
        fs::rename(beside, &self.place).map_err(|error| unwritten(&self.place, &error))?;
        self.beside = None;
        Ok(())
    }
}

impl Drop for Written {
    fn drop(&mut self) {
        if let Some(beside) = &self.beside {
            // Nothing more can be done about it here.
            let _ = fs::remove_file(beside);
        }
    }
}

fn write(path: &Path, text: &str, readers: Readers) -> io::Result<Written> {
    let there = fs::metadata(path).ok();
    if there.as_ref().is_some_and(|there| !there.is_file()) {
        fs::write(path, text)?;
        return Ok(Written { place: path.to_owned(), beside: None });
    }
    // Behind a link stands the file itself, and the link must remain.
    let place = if there.is_some() { fs::canonicalize(path)? } else { path.to_owned() };
    let name = place.file_name().ok_or(io::ErrorKind::IsADirectory)?;
    let mut beside = place.clone();
    beside.set_file_name(format!(".{}.{}.part", name.to_string_lossy(), std::process::id()));
    let mut file = created(&beside, readers)?;
    let written = Written { place, beside: Some(beside) };
    if let Some(there) = there {
        file.set_permissions(there.permissions())?;
    }
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    Ok(written)
}

fn created(path: &Path, readers: Readers) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if readers == Readers::OwnerAlone {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    #[cfg(not(unix))]
    let _ = readers;
    options.open(path)
}

fn unwritten(path: &Path, error: &io::Error) -> Trouble {
    let name = files::name(path);
    Trouble::fault(format!("{name}: the file could not be written: {}", reason(error)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of this test's own, gone afterwards.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Folder {
            let path =
                std::env::temp_dir().join(format!("milchglas-{}-{name}", std::process::id()));
            fs::create_dir_all(&path).unwrap();
            Folder(path)
        }

        fn names(&self) -> Vec<String> {
            let names = fs::read_dir(&self.0).unwrap();
            let mut names: Vec<String> =
                names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
            names.sort();
            names
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn what_is_given_up_leaves_everything_as_it_was() {
        let folder = Folder::new("given-up");
        let path = folder.0.join("a.json");
        fs::write(&path, "before").unwrap();
        let written = Written::beside(&path, "after", Readers::Usual).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "before");
        drop(written);
        assert_eq!(fs::read_to_string(&path).unwrap(), "before");
        assert_eq!(folder.names(), ["a.json"]);
        Written::beside(&path, "after", Readers::Usual).unwrap().put().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "after");
        assert_eq!(folder.names(), ["a.json"]);
    }

    #[test]
    fn what_cannot_be_written_is_said_and_leaves_no_trace() {
        let folder = Folder::new("refused");
        let path = folder.0.join("missing").join("a.json");
        let trouble = Written::beside(&path, "text", Readers::Usual).err().unwrap();
        assert_eq!(trouble.code, 1);
        assert!(trouble.message.starts_with("a.json: the file could not be written: "));
        assert!(folder.names().is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn a_secret_is_for_its_owner_alone_and_a_link_remains_one() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = Folder::new("secret");
        let path = folder.0.join("l.json");
        let mode = || fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        Written::beside(&path, "one", Readers::OwnerAlone).unwrap().put().unwrap();
        assert_eq!(mode(), 0o600);
        // Whoever opened it to others meant it.
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        let link = folder.0.join("link.json");
        symlink(&path, &link).unwrap();
        Written::beside(&link, "two", Readers::OwnerAlone).unwrap().put().unwrap();
        assert_eq!(mode(), 0o640);
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }
}
