//! What may be asked on the command line.

use crate::contract::{Mode, Settings};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Statistics for e-mail campaigns that give no one away.
///
/// Reads exports of e-mail services on this machine and sends nothing anywhere.
#[derive(Debug, Parser)]
#[command(name = "milchglas", version)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Count, and print the report as JSON on standard output.
    ///
    /// Problems go to standard error. The exit code is 0 when something was
    /// read and everything asked for was written, 1 when not, and 2 when the
    /// command itself could not be understood.
    Report(Reporting),
    /// Say what files are, as JSON on standard output, without their content.
    Inspect {
        /// Exports to look at.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
}

#[derive(Debug, Args)]
pub struct Reporting {
    /// How far people may be seen.
    #[arg(long, value_enum)]
    pub mode: Option<ModeName>,
    /// A list of who granted or denied what; may be given several times.
    #[arg(long, value_name = "FILE")]
    pub consent: Vec<PathBuf>,
    /// Settings as JSON; the other options come before it.
    #[arg(long, value_name = "FILE")]
    pub settings: Option<PathBuf>,
    /// Zone of times that carry none, and of days and hours: Europe/Vienna.
    #[arg(long, value_name = "NAME")]
    pub zone: Option<String>,
    /// The smallest number of people a snapshot may show.
    #[arg(long, value_name = "PEOPLE", value_parser = clap::value_parser!(u32).range(i64::from(Settings::MIN_THRESHOLD)..))]
    pub threshold: Option<u32>,
    /// Write a snapshot: protected figures that anyone may read.
    #[arg(long, value_name = "OUT.json")]
    pub snapshot: Option<PathBuf>,
    /// Write the snapshot as a page that opens anywhere.
    #[arg(long, value_name = "OUT.html")]
    pub html: Option<PathBuf>,
    /// Title of the snapshot.
    #[arg(long, default_value = "", hide_default_value = true)]
    pub title: String,
    /// Language of the page.
    #[arg(long, value_enum, default_value_t)]
    pub language: Language,
    /// Exports to read: CSV, JSON, .gz, .zip.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ModeName {
    /// Every reaction with its person.
    Personal,
    /// Every reaction, no person.
    Anonymous,
    /// Each subscriber decides.
    Choice,
}

impl From<ModeName> for Mode {
    fn from(name: ModeName) -> Mode {
        match name {
            ModeName::Personal => Mode::Personal,
            ModeName::Anonymous => Mode::Anonymous,
            ModeName::Choice => Mode::Choice,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Language {
    De,
    #[default]
    En,
}

impl Language {
    /// The code the page's wording goes by.
    pub const fn code(self) -> &'static str {
        match self {
            Language::De => "de",
            Language::En => "en",
        }
    }
}

impl Reporting {
    /// The settings of the file, or the usual ones, with what was said here on top.
    pub fn settings(&self, mut settings: Settings) -> Settings {
        if let Some(mode) = self.mode {
            settings.mode = mode.into();
        }
        if let Some(zone) = &self.zone {
            settings.zone.clone_from(zone);
        }
        if let Some(threshold) = self.threshold {
            settings.threshold = threshold;
        }
        settings.sound()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    fn reporting(line: &str) -> Option<Reporting> {
        match Arguments::try_parse_from(line.split(' ')).ok()?.command {
            Command::Report(reporting) => Some(reporting),
            Command::Inspect { .. } => None,
        }
    }

    #[test]
    fn the_command_is_put_together_soundly() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn options_come_before_the_settings_file() {
        let file = Settings { mode: Mode::Choice, threshold: 20, ..Settings::default() };
        let asked =
            reporting("milchglas report --mode anonymous --zone Europe/Vienna a.csv").unwrap();
        let settings = asked.settings(file);
        assert_eq!(settings.mode, Mode::Anonymous);
        assert_eq!(settings.zone, "Europe/Vienna");
        assert_eq!(settings.threshold, 20);
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        assert!(reporting("milchglas report").is_none(), "no files");
        assert!(reporting("milchglas report --threshold 4 a.csv").is_none(), "below the smallest");
        assert!(reporting("milchglas report --mode seen a.csv").is_none(), "no such mode");
        assert!(reporting("milchglas report --language fr a.csv").is_none(), "no such language");
    }
}
