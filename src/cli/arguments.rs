//! What may be asked on the command line.

use crate::contract::{Method, Mode, Perturbation, Privacy, Settings, Sharing, Table};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};
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

// There is one, for as long as the program runs: a box would save nothing.
#[allow(clippy::large_enum_variant)]
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
    /// Play the attacker against snapshots, by themselves and all together.
    ///
    /// The verdict goes to standard output as JSON, and in plain words to standard
    /// error. The exit code is 0 when nothing was found, 1 when something was, and
    /// 2 when a snapshot could not be read.
    Verify(Verifying),
}

#[derive(Debug, Args)]
pub struct Verifying {
    /// Write what readers can do sums with, as input of tests/audit/attack.py.
    #[arg(long, value_name = "OUT.json")]
    pub audit: Option<PathBuf>,
    /// Snapshots that the same readers have.
    #[arg(required = true, value_name = "SNAPSHOT.json")]
    pub snapshots: Vec<PathBuf>,
}

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("handed on").args(["snapshot", "html", "rows"]).multiple(true)))]
pub struct Reporting {
    /// How far people may be seen.
    #[arg(long, value_enum)]
    pub mode: Option<ModeName>,
    /// A list of who granted or denied what; may be given several times.
    #[arg(long, value_name = "FILE")]
    pub consent: Vec<PathBuf>,
    /// What the columns of files mean, as the page saved it; may be given several
    /// times. A file is read by the first profile of which it has every column;
    /// files of services that are known need none.
    #[arg(long, value_name = "PROFILE.json")]
    pub profile: Vec<PathBuf>,
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
    /// How the snapshot's figures are protected.
    #[arg(long, value_enum, default_value_t)]
    pub method: MethodName,
    /// How much figures are changed, with --method cell-key.
    #[arg(long, value_enum)]
    pub perturbation: Option<PerturbationName>,
    /// What of the yearly privacy budget is spent, with --method dp: 0.001 to 1.
    #[arg(long, value_name = "NUMBER", value_parser = epsilon)]
    pub epsilon: Option<u32>,
    /// Tables of the snapshot beside the key figures, separated by commas; all but
    /// device_clients where nothing is said.
    #[arg(long, value_name = "TABLE,…", value_delimiter = ',', value_parser = tables())]
    pub tables: Option<Vec<TableName>>,
    /// Days by the week: the careful form for the public.
    #[arg(long)]
    pub weeks: bool,
    /// The ledger of earlier releases: made where there is none, and the snapshot
    /// is entered. Keep it to yourself: it holds the secret behind the protection.
    #[arg(long, value_name = "FILE", requires = "handed on")]
    pub ledger: Option<PathBuf>,
    /// Write anonymised rows for other tools: one per person, campaign and kind,
    /// each shared by as many people as the threshold says. They are entered into
    /// the ledger.
    #[arg(long, value_name = "OUT.csv", requires = "ledger")]
    pub rows: Option<PathBuf>,
    /// Write the rows that could not be used, with all their columns, and row,
    /// column and reason. They hold personal data: keep them to yourself.
    #[arg(long, value_name = "OUT.csv")]
    pub problems: Option<PathBuf>,
    /// Language of the page.
    #[arg(long, value_enum, default_value_t)]
    pub language: Language,
    /// Exports to read: CSV, JSON, .xlsx, .xls, .ods, .avro, .gz, .zip.
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
pub enum MethodName {
    /// Counts as they are; what is small, and what would give it away, is withheld.
    #[default]
    Exact,
    /// Small counts are withheld, all others rounded to 5.
    Rounded,
    /// Small counts are withheld, all others changed a little, always the same way
    /// for the same people. Needs the same ledger each time to stay the same.
    CellKey,
    /// Differential privacy: random noise, paid for from a yearly budget.
    Dp,
}

impl From<MethodName> for Method {
    fn from(name: MethodName) -> Method {
        match name {
            MethodName::Exact => Method::Exact,
            MethodName::Rounded => Method::Rounded,
            MethodName::CellKey => Method::CellKey,
            MethodName::Dp => Method::Private,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PerturbationName {
    /// By 3 at most.
    Light,
    /// By 5 at most.
    Usual,
    /// By 9 at most.
    Strong,
}

impl From<PerturbationName> for Perturbation {
    fn from(name: PerturbationName) -> Perturbation {
        match name {
            PerturbationName::Light => Perturbation::Light,
            PerturbationName::Usual => Perturbation::Usual,
            PerturbationName::Strong => Perturbation::Strong,
        }
    }
}

/// A table, or the word that stands for no table at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableName(Option<Table>);

const NO_TABLE: &str = "none";

fn tables() -> impl TypedValueParser<Value = TableName> {
    let names = Table::BREAKDOWNS.map(Table::name).into_iter().chain([NO_TABLE]);
    PossibleValuesParser::new(names).map(|name| TableName(Table::from_name(&name)))
}

/// ε in thousandths, from a decimal number.
fn epsilon(text: &str) -> Result<u32, &'static str> {
    let refusal = "a number from 0.001 to 1 with at most three decimals";
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(decimals) || decimals.len() > 3 {
        return Err(refusal);
    }
    // Three decimals without the point are thousandths.
    let thousandths: u32 = format!("{whole}{decimals:0<3}").parse().map_err(|_| refusal)?;
    if (1..=Privacy::YEARLY_EPSILON_MILLI).contains(&thousandths) {
        Ok(thousandths)
    } else {
        Err(refusal)
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

    /// Whether a file to be written is also another one that is read or written.
    pub fn writes_over(&self) -> bool {
        let outputs = [&self.snapshot, &self.html, &self.rows, &self.problems, &self.ledger];
        let outputs: Vec<&PathBuf> = outputs.into_iter().flatten().collect();
        let named = self.consent.iter().chain(&self.profile).chain(&self.settings);
        let mut inputs = self.files.iter().chain(named);
        let twice =
            |(at, path): (usize, &&PathBuf)| outputs.iter().skip(at + 1).any(|other| other == path);
        outputs.iter().enumerate().any(twice) || inputs.any(|input| outputs.contains(&input))
    }

    /// What was decided about the snapshot.
    ///
    /// # Errors
    /// A message where an option belongs to another method.
    pub fn sharing(&self) -> Result<Sharing, &'static str> {
        let method = Method::from(self.method);
        if self.perturbation.is_some() && method != Method::CellKey {
            return Err("--perturbation goes with --method cell-key.");
        }
        if self.epsilon.is_some() && method != Method::Private {
            return Err("--epsilon goes with --method dp.");
        }
        let usual = Sharing::default();
        Ok(Sharing {
            title: self.title.clone(),
            method,
            perturbation: self.perturbation.map_or(usual.perturbation, Perturbation::from),
            privacy: Privacy {
                epsilon_milli: self.epsilon.unwrap_or(usual.privacy.epsilon_milli),
                ..usual.privacy
            },
            tables: match &self.tables {
                None => usual.tables,
                // In the usual order, each once, whatever was typed.
                Some(asked) => Table::BREAKDOWNS
                    .into_iter()
                    .filter(|table| asked.contains(&TableName(Some(*table))))
                    .collect(),
            },
            weeks: self.weeks,
            ..usual
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    fn reporting(line: &str) -> Option<Reporting> {
        match Arguments::try_parse_from(line.split(' ')).ok()?.command {
            Command::Report(reporting) => Some(reporting),
            _ => None,
        }
    }

    fn sharing(options: &str) -> Sharing {
        let line = format!("milchglas report{options} --snapshot out.json a.csv");
        reporting(&line).unwrap().sharing().unwrap()
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
        for options in [
            "--method gathered",
            "--tables overall",
            "--tables days,months",
            "--method dp --epsilon 0",
            "--method dp --epsilon 1.001",
            "--method dp --epsilon 0.0001",
            "--method dp --epsilon -1",
            "--method dp --epsilon 1e0",
            "--method dp --epsilon .",
        ] {
            let line = format!("milchglas report {options} --snapshot out.json a.csv");
            assert!(reporting(&line).is_none(), "{options}");
        }
        assert!(reporting("milchglas report --ledger l.json a.csv").is_none(), "nothing to enter");
        assert!(reporting("milchglas report --ledger l.json --html o.html a.csv").is_some());
        assert!(reporting("milchglas report --rows o.csv a.csv").is_none(), "rows need a ledger");
        assert!(reporting("milchglas report --ledger l.json --rows o.csv a.csv").is_some());
        for options in ["--perturbation light", "--method rounded --epsilon 0.5"] {
            let line = format!("milchglas report {options} --snapshot out.json a.csv");
            assert!(reporting(&line).unwrap().sharing().is_err(), "{options}");
        }
    }

    #[test]
    fn nothing_is_written_over() {
        for (options, expected) in [
            ("--snapshot o.json --html o.html --ledger l.json", false),
            ("--snapshot o.json --html o.json", true),
            ("--snapshot o.json --ledger o.json", true),
            ("--rows a.csv --ledger l.json", true),
            ("--problems a.csv", true),
            ("--problems o.csv --rows o.csv --ledger l.json", true),
            ("--consent c.csv --html c.csv", true),
            ("--settings s.json --snapshot s.json", true),
            ("--profile p.json --profile q.json --problems q.json", true),
        ] {
            let asked = reporting(&format!("milchglas report {options} a.csv")).unwrap();
            assert_eq!(asked.writes_over(), expected, "{options}");
        }
    }

    #[test]
    fn the_snapshot_is_as_it_was_asked_for() {
        assert_eq!(sharing(""), Sharing::default());
        let asked = sharing(" --method dp --epsilon 0.05 --tables week,campaigns,week --weeks");
        assert_eq!(asked.method, Method::Private);
        assert_eq!(asked.privacy.epsilon_milli, 50);
        assert_eq!(asked.tables, [Table::Campaigns, Table::Week]);
        assert!(asked.weeks);
        assert_eq!(sharing(" --tables none").tables, []);
        assert_eq!(sharing(" --method dp --epsilon 1").privacy.epsilon_milli, 1000);
        let strong = sharing(" --method cell-key --perturbation strong");
        assert_eq!((strong.method, strong.perturbation), (Method::CellKey, Perturbation::Strong));
    }
}
