//! User agents to classes: a device and a family, deliberately no versions.
//! About sixty rules; the first that matches wins. What is kept of a user agent
//! cannot identify anyone.

/// What kind of machine a message was opened on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Device {
    Unknown,
    Desktop,
    Mobile,
    Tablet,
}

macro_rules! families {
    ($($variant:ident = $name:literal,)*) => {
        /// The program that opened a message.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Family { $($variant,)* }

        impl Family {
            pub const ALL: &'static [Family] = &[$(Family::$variant),*];

            /// The name in reports and snapshots; it never changes.
            pub const fn name(self) -> &'static str {
                match self { $(Family::$variant => $name,)* }
            }
        }
    };
}

families! {
    Unknown = "unknown",
    Other = "other",
    AppleMail = "Apple Mail",
    Gmail = "Gmail",
    Outlook = "Outlook",
    Yahoo = "Yahoo Mail",
    Thunderbird = "Thunderbird",
    SamsungMail = "Samsung Mail",
    AndroidMail = "Android Mail",
    Gmx = "GMX / WEB.DE",
    Spark = "Spark",
    LotusNotes = "HCL Notes",
    EmClient = "eM Client",
    Chrome = "Chrome",
    Firefox = "Firefox",
    Safari = "Safari",
    Edge = "Edge",
    Opera = "Opera",
    SamsungInternet = "Samsung Internet",
    InternetExplorer = "Internet Explorer",
}

impl Device {
    pub const ALL: &'static [Device] =
        &[Device::Unknown, Device::Desktop, Device::Mobile, Device::Tablet];

    /// The name in reports and snapshots; it never changes.
    pub const fn name(self) -> &'static str {
        match self {
            Device::Unknown => "unknown",
            Device::Desktop => "desktop",
            Device::Mobile => "mobile",
            Device::Tablet => "tablet",
        }
    }
}

/// What a message was opened or clicked with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Client {
    pub device: Device,
    pub family: Family,
}

/// How many families there are: with the devices they fit in one byte.
const FAMILY_COUNT: u8 = Family::ALL.len() as u8;
const _: () = assert!(Device::ALL.len() * Family::ALL.len() <= u8::MAX as usize);

/// A piece of a user agent (in lower case) and the family that it tells.
const FAMILIES: &[(&str, Family)] = &[
    // Proxies that fetch pictures for a person.
    ("googleimageproxy", Family::Gmail),
    ("ggpht.com", Family::Gmail),
    ("yahoomailproxy", Family::Yahoo),
    // Mail programs, before the browsers whose names they carry.
    ("thunderbird", Family::Thunderbird),
    ("betterbird", Family::Thunderbird),
    ("icedove", Family::Thunderbird),
    ("microsoft outlook", Family::Outlook),
    ("outlook-ios", Family::Outlook),
    ("outlook-android", Family::Outlook),
    ("outlookmobile", Family::Outlook),
    ("macoutlook", Family::Outlook),
    ("outlook", Family::Outlook),
    ("msoffice", Family::Outlook),
    ("ms-office", Family::Outlook),
    ("microsoft office", Family::Outlook),
    ("windowsmail", Family::Outlook),
    ("windows-live-mail", Family::Outlook),
    ("emclient", Family::EmClient),
    ("em client", Family::EmClient),
    ("lotus-notes", Family::LotusNotes),
    ("lotus notes", Family::LotusNotes),
    ("hcl notes", Family::LotusNotes),
    ("readdle", Family::Spark),
    ("sparkmail", Family::Spark),
    ("samsungemail", Family::SamsungMail),
    ("samsung email", Family::SamsungMail),
    ("com.samsung.android.email", Family::SamsungMail),
    ("yahoomobile", Family::Yahoo),
    ("yahoo! mail", Family::Yahoo),
    ("yahoomail", Family::Yahoo),
    ("ymail", Family::Yahoo),
    ("webdemail", Family::Gmx),
    ("web.de", Family::Gmx),
    ("gmx", Family::Gmx),
    ("com.google.android.gm", Family::Gmail),
    ("gmail", Family::Gmail),
    ("com.android.email", Family::AndroidMail),
    ("android-mail", Family::AndroidMail),
    ("applemail", Family::AppleMail),
    ("apple mail", Family::AppleMail),
    ("com.apple.mail", Family::AppleMail),
    ("mobilemail", Family::AppleMail),
    // Browsers: each before those that it also names.
    ("edg/", Family::Edge),
    ("edga/", Family::Edge),
    ("edgios/", Family::Edge),
    ("edge/", Family::Edge),
    ("opr/", Family::Opera),
    ("opt/", Family::Opera),
    ("opera", Family::Opera),
    ("samsungbrowser", Family::SamsungInternet),
    ("fxios", Family::Firefox),
    ("firefox", Family::Firefox),
    ("crios", Family::Chrome),
    ("chrome", Family::Chrome),
    ("chromium", Family::Chrome),
    ("trident", Family::InternetExplorer),
    ("msie", Family::InternetExplorer),
];

/// A piece of a user agent (in lower case) and the device that it tells.
const DEVICES: &[(&str, Device)] = &[
    // The proxies say nothing about the person's device.
    ("googleimageproxy", Device::Unknown),
    ("ggpht.com", Device::Unknown),
    ("yahoomailproxy", Device::Unknown),
    ("ipad", Device::Tablet),
    ("tablet", Device::Tablet),
    ("kindle", Device::Tablet),
    ("silk/", Device::Tablet),
    ("iphone", Device::Mobile),
    ("ipod", Device::Mobile),
    ("windows phone", Device::Mobile),
    ("mobile", Device::Mobile),
    ("android", Device::Mobile),
    ("outlook-ios", Device::Mobile),
    ("windows", Device::Desktop),
    ("macintosh", Device::Desktop),
    ("mac os x", Device::Desktop),
    ("macoutlook", Device::Desktop),
    ("x11", Device::Desktop),
    ("cros ", Device::Desktop),
    ("linux", Device::Desktop),
    ("microsoft office", Device::Desktop),
    ("microsoft outlook", Device::Desktop),
    ("thunderbird", Device::Desktop),
];

/// Programs that fetch pictures and follow links on nobody's behalf.
const AUTOMATIC: &[&str] = &[
    "barracuda",
    "mimecast",
    "proofpoint",
    "safelinks",
    "defender",
    "forefront",
    "trendmicro",
    "trend micro",
    "symantec",
    "messagelabs",
    "cloudmark",
    "fireeye",
    "sophos",
    "ironport",
    "cisco-sma",
    "bitdefender",
    "hornetsecurity",
    "retarus",
    "spamtitan",
    "vadesecure",
    "zscaler",
    "urldefense",
    "linkcheck",
    "link-check",
    "bot/",
    "bot;",
    "bot)",
    "spider",
    "crawler",
    "slurp",
    "scanner",
    "bingpreview",
    "headlesschrome",
    "phantomjs",
    "puppeteer",
    "playwright",
    "selenium",
    "curl/",
    "wget",
    "python-requests",
    "python-urllib",
    "aiohttp",
    "go-http-client",
    "java/",
    "apache-httpclient",
    "libwww-perl",
    "axios/",
    "node-fetch",
    "guzzlehttp",
    "ruby/",
    "scrapy",
    "winhttp",
    "facebookexternalhit",
];

impl Client {
    /// Where no user agent is known.
    pub const UNKNOWN: Client = Client { device: Device::Unknown, family: Family::Unknown };

    /// The class of a user agent.
    pub fn from_user_agent(user_agent: &str) -> Client {
        let agent = user_agent.trim().to_ascii_lowercase();
        if agent.is_empty() {
            return Client::UNKNOWN;
        }
        let family = first_match(FAMILIES, &agent).unwrap_or_else(|| webkit(&agent));
        let device = match first_match(DEVICES, &agent) {
            // Android calls its tablets by the missing word "mobile".
            Some(Device::Mobile) if is_android_tablet(&agent) => Device::Tablet,
            Some(device) => device,
            None => Device::Unknown,
        };
        Client { device, family }
    }

    /// Both classes in one number, for columns of a store.
    pub const fn code(self) -> u8 {
        self.device as u8 * FAMILY_COUNT + self.family as u8
    }

    /// The client of [`Client::code`]; unknown for every other number.
    pub fn from_code(code: u8) -> Client {
        let (device, family) = (code / FAMILY_COUNT, code % FAMILY_COUNT);
        match (Device::ALL.get(usize::from(device)), Family::ALL.get(usize::from(family))) {
            (Some(&device), Some(&family)) => Client { device, family },
            _ => Client::UNKNOWN,
        }
    }
}

/// Whether a user agent is that of a known proxy or scanner, behind which no
/// person acted. Gmail's image proxy is none: it fetches when a person opens.
pub fn is_automatic(user_agent: &str) -> bool {
    let agent = user_agent.trim();
    // Apple's privacy proxy says no more than this.
    if agent == "Mozilla/5.0" {
        return true;
    }
    let agent = agent.to_ascii_lowercase();
    if agent.contains("googleimageproxy") || agent.contains("ggpht.com") {
        return false;
    }
    AUTOMATIC.iter().any(|piece| agent.contains(piece)) || agent.ends_with("bot")
}

fn first_match<T: Copy>(rules: &[(&str, T)], agent: &str) -> Option<T> {
    rules.iter().find(|(piece, _)| agent.contains(piece)).map(|&(_, class)| class)
}

/// Apple's engine without a browser's name is its mail program; with one, it is Safari.
fn webkit(agent: &str) -> Family {
    let apple = ["macintosh", "iphone", "ipad", "ipod"].iter().any(|name| agent.contains(name));
    let android = agent.contains("android");
    match agent.contains("applewebkit") {
        true if apple && !agent.contains("safari") => Family::AppleMail,
        true if android => Family::AndroidMail,
        true if agent.contains("safari") => Family::Safari,
        _ if agent == "mozilla/5.0" => Family::AppleMail,
        _ => Family::Other,
    }
}

fn is_android_tablet(agent: &str) -> bool {
    agent.contains("android") && agent.contains("mozilla") && !agent.contains("mobile")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_goes_through_its_code_of_one_byte() {
        for &device in Device::ALL {
            for &family in Family::ALL {
                let client = Client { device, family };
                assert_eq!(Client::from_code(client.code()), client);
            }
        }
        assert_eq!(Client::from_code(Client::UNKNOWN.code()), Client::UNKNOWN);
        assert_eq!(Client::from_code(u8::MAX), Client::UNKNOWN);
    }

    #[test]
    fn names_differ() {
        let mut names: Vec<&str> = Family::ALL.iter().map(|family| family.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Family::ALL.len());
    }

    #[test]
    fn rules_are_in_lower_case() {
        let pieces = FAMILIES.iter().map(|rule| rule.0).chain(DEVICES.iter().map(|rule| rule.0));
        for piece in pieces.chain(AUTOMATIC.iter().copied()) {
            assert_eq!(piece, piece.to_ascii_lowercase());
        }
    }

    #[test]
    fn user_agents() {
        use Device::{Desktop, Mobile, Tablet, Unknown};
        for (agent, device, family) in [
            ("", Unknown, Family::Unknown),
            ("something", Unknown, Family::Other),
            ("Mozilla/5.0", Unknown, Family::AppleMail),
            (
                "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
                Unknown,
                Family::Gmail,
            ),
            ("YahooMailProxy; https://help.yahoo.com/", Unknown, Family::Yahoo),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
                Mobile,
                Family::AppleMail,
            ),
            (
                "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
                Tablet,
                Family::Safari,
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)",
                Desktop,
                Family::AppleMail,
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36",
                Desktop,
                Family::Chrome,
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 Edg/126.0",
                Desktop,
                Family::Edge,
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; rv:128.0) Gecko/20100101 Thunderbird/128.0",
                Desktop,
                Family::Thunderbird,
            ),
            (
                "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17628; Pro)",
                Desktop,
                Family::Outlook,
            ),
            (
                "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; Win64; x64; Trident/7.0; MSOffice 12)",
                Desktop,
                Family::Outlook,
            ),
            ("Outlook-iOS/723.4027091.prod.iphone (4.28.0)", Mobile, Family::Outlook),
            (
                "Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0 Mobile Safari/537.36",
                Mobile,
                Family::SamsungInternet,
            ),
            (
                "Mozilla/5.0 (Linux; Android 13; SM-X906C) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36",
                Tablet,
                Family::Chrome,
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
                Desktop,
                Family::Firefox,
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Trident/7.0; rv:11.0) like Gecko",
                Desktop,
                Family::InternetExplorer,
            ),
        ] {
            assert_eq!(Client::from_user_agent(agent), Client { device, family }, "{agent}");
        }
    }

    #[test]
    fn scanners_are_automatic_and_people_are_not() {
        for agent in [
            "Mozilla/5.0",
            " Mozilla/5.0 ",
            "Barracuda Sentinel (EE)",
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/126.0 Safari/537.36",
            "curl/8.5.0",
            "python-requests/2.32",
            "Go-http-client/1.1",
            "Mimecast Secure Email Gateway",
            "ExampleBot",
        ] {
            assert!(is_automatic(agent), "{agent}");
        }
        for agent in [
            "",
            "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
            "YahooMailProxy; https://help.yahoo.com/",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148",
            "Mozilla/5.0 (Linux; Android 12; CUBOT X50) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36",
            "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17628; Pro)",
        ] {
            assert!(!is_automatic(agent), "{agent}");
        }
    }
}
