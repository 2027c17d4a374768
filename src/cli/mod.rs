//! The command line: the same engine natively, for files on a machine that
//! they must not leave, and for batch work. Knows files, clock and randomness
//! so that the engine need not.
//!
//! Standard output holds JSON and nothing else; everything said to people goes
//! to standard error.

mod arguments;
mod block;
mod files;
mod inspect;
mod ledger;
mod notes;
mod profiles;
mod report;
mod verify;
mod writing;
mod zones;

use arguments::{Arguments, Command};
use clap::Parser;
use serde::Serialize;
use std::io::{self, Write};
use std::process::ExitCode;

/// Carries out what the command line asks for.
///
/// 0: something was read, and everything asked for was written. 1: not so.
/// 2: the command could not be understood.
pub fn run() -> ExitCode {
    let asked = match Arguments::try_parse() {
        Ok(asked) => asked,
        Err(error) => {
            let code = if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS };
            // Nobody is left to tell when even this cannot be written.
            let _ = error.print();
            return code;
        }
    };
    let outcome = match asked.command {
        Command::Report(asked) => report::run(&asked),
        Command::Inspect { files } => inspect::run(&files),
        Command::Verify(asked) => verify::run(&asked),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            notes::say(&trouble.message);
            ExitCode::from(trouble.code)
        }
    }
}

/// Why a command did not come to its end.
#[derive(Debug)]
struct Trouble {
    message: String,
    code: u8,
}

impl Trouble {
    /// Something was asked for that cannot be meant.
    fn usage(message: impl Into<String>) -> Trouble {
        Trouble { message: message.into(), code: 2 }
    }

    /// Something could not be read or written.
    fn fault(message: impl Into<String>) -> Trouble {
        Trouble { message: message.into(), code: 1 }
    }
}

/// One JSON value on standard output, and nothing else ever.
fn print_json(value: &impl Serialize) -> Result<(), Trouble> {
    let write = || -> io::Result<()> {
        let mut out = io::BufWriter::new(io::stdout().lock());
        serde_json::to_writer_pretty(&mut out, value)?;
        out.write_all(b"\n")?;
        out.flush()
    };
    write().map_err(|error| {
        Trouble::fault(format!("The result could not be written: {}", notes::reason(&error)))
    })
}
