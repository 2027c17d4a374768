//! Zip archives for tests.

use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

/// An archive of these files, in their order.
pub fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, SimpleFileOptions::default()).expect("a file");
        writer.write_all(bytes).expect("memory is there");
    }
    writer.finish().expect("an archive").into_inner()
}
