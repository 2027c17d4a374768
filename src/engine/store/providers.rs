//! Families of mailbox domains: providers so large that belonging to one says
//! nothing of a person.

/// A provider, its brand and the domains of its mailboxes.
pub(super) struct Family {
    pub(super) brand: &'static str,
    domains: &'static [&'static str],
    /// Second-level names under which it runs mailboxes in many countries.
    everywhere: &'static [&'static str],
}

const fn family(brand: &'static str, domains: &'static [&'static str]) -> Family {
    Family { brand, domains, everywhere: &[] }
}

/// The closed list. The order is free; brands are stable names in reports.
pub(super) const FAMILIES: &[Family] = &[
    family("Gmail", &["gmail.com", "googlemail.com"]),
    Family {
        brand: "Outlook",
        domains: &["msn.com", "windowslive.com", "passport.com"],
        everywhere: &["outlook", "hotmail", "live"],
    },
    Family {
        brand: "Yahoo",
        domains: &[
            "ymail.com",
            "rocketmail.com",
            "aol.com",
            "aol.de",
            "aol.fr",
            "aol.co.uk",
            "aol.it",
            "aim.com",
            "verizon.net",
        ],
        everywhere: &["yahoo"],
    },
    family("iCloud", &["icloud.com", "me.com", "mac.com", "privaterelay.appleid.com"]),
    Family { brand: "GMX", domains: &["caramail.com"], everywhere: &["gmx"] },
    family("WEB.DE", &["web.de", "email.de"]),
    family("mail.com", &["mail.com", "email.com", "usa.com", "post.com", "europe.com"]),
    family("T-Online", &["t-online.de", "magenta.de"]),
    family("Freenet", &["freenet.de", "freenetmail.de"]),
    family("1&1", &["online.de", "onlinehome.de", "kabelmail.de"]),
    family(
        "Vodafone",
        &["vodafone.de", "arcor.de", "vodafonemail.de", "unitybox.de", "vodafone.it", "ono.com"],
    ),
    family(
        "Posteo",
        &["posteo.de", "posteo.net", "posteo.org", "posteo.at", "posteo.ch", "posteo.eu"],
    ),
    family("mailbox.org", &["mailbox.org"]),
    family("Proton", &["proton.me", "protonmail.com", "protonmail.ch", "pm.me"]),
    family(
        "Tuta",
        &["tuta.com", "tuta.io", "tutanota.com", "tutanota.de", "tutamail.com", "keemail.me"],
    ),
    family("Fastmail", &["fastmail.com", "fastmail.fm"]),
    family("Zoho", &["zoho.com", "zoho.eu", "zohomail.com", "zohomail.eu"]),
    family("Orange", &["orange.fr", "wanadoo.fr", "voila.fr"]),
    family("Free", &["free.fr", "aliceadsl.fr", "libertysurf.fr"]),
    family("SFR", &["sfr.fr", "neuf.fr", "cegetel.net", "club-internet.fr", "numericable.fr"]),
    family("La Poste", &["laposte.net"]),
    family("Bouygues", &["bbox.fr"]),
    family("Libero", &["libero.it", "inwind.it", "iol.it", "blu.it", "giallo.it"]),
    family("Virgilio", &["virgilio.it", "alice.it", "tin.it", "tim.it"]),
    family("Tiscali", &["tiscali.it", "tiscalinet.it"]),
    family("Aruba", &["aruba.it"]),
    family("Bluewin", &["bluewin.ch", "bluemail.ch"]),
    family("Sunrise", &["sunrise.ch", "hispeed.ch"]),
    family("A1", &["a1.net", "aon.at", "a1.at"]),
    family("Magenta Austria", &["chello.at", "magentamail.at", "inode.at", "tele2.at"]),
    family("Telenet", &["telenet.be"]),
    family("Proximus", &["skynet.be", "proximus.be"]),
    family("KPN", &["kpnmail.nl", "kpnplanet.nl", "planet.nl", "hetnet.nl", "xs4all.nl"]),
    family("Ziggo", &["ziggo.nl", "home.nl", "upcmail.nl", "casema.nl"]),
    family("BT", &["btinternet.com", "btopenworld.com", "talk21.com"]),
    family("Sky", &["sky.com"]),
    family("Virgin Media", &["virginmedia.com", "ntlworld.com", "blueyonder.co.uk"]),
    family("Comcast", &["comcast.net"]),
    family("AT&T", &["att.net", "sbcglobal.net", "bellsouth.net"]),
    family("Seznam", &["seznam.cz", "email.cz", "post.cz"]),
    family("Onet", &["onet.pl", "op.pl", "poczta.onet.pl", "onet.eu"]),
    family("Wirtualna Polska", &["wp.pl"]),
    family("Interia", &["interia.pl", "interia.eu", "poczta.fm"]),
    family("Mail.ru", &["mail.ru", "bk.ru", "inbox.ru", "list.ru"]),
    family("Yandex", &["yandex.ru", "yandex.com", "ya.ru"]),
    family("QQ", &["qq.com", "foxmail.com"]),
    family("NetEase", &["163.com", "126.com", "yeah.net"]),
];

/// The place in [`FAMILIES`] of the family to which a domain (in lower case)
/// belongs.
pub(super) fn family_of(domain: &str) -> Option<usize> {
    FAMILIES.iter().position(|family| {
        family.domains.contains(&domain)
            || family.everywhere.iter().any(|&name| is_national(domain, name))
    })
}

/// Whether the domain is `name` under a top-level domain or a country's usual
/// second level (`yahoo.fr`, `hotmail.co.uk`), and nothing else.
fn is_national(domain: &str, name: &str) -> bool {
    let Some(ending) = domain.strip_prefix(name).and_then(|rest| rest.strip_prefix('.')) else {
        return false;
    };
    let country = match ending.split_once('.') {
        Some(("co" | "com", country)) => country,
        Some(_) => return false,
        None if matches!(ending, "com" | "net" | "org") => return true,
        None => ending,
    };
    country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn brand(domain: &str) -> Option<&'static str> {
        family_of(domain).map(|place| FAMILIES[place].brand)
    }

    #[test]
    fn domains_meet_their_brand() {
        for (domain, expected) in [
            ("googlemail.com", Some("Gmail")),
            ("hotmail.co.uk", Some("Outlook")),
            ("live.de", Some("Outlook")),
            ("msn.com", Some("Outlook")),
            ("yahoo.com.br", Some("Yahoo")),
            ("gmx.at", Some("GMX")),
            ("gmx.net", Some("GMX")),
            ("a1.net", Some("A1")),
            ("example.org", None),
            ("yahoo.example.org", None),
            ("live.example", None),
            ("notgmail.com", None),
            ("", None),
        ] {
            assert_eq!(brand(domain), expected, "{domain}");
        }
    }

    #[test]
    fn no_domain_belongs_to_two_families() {
        let mut seen = BTreeSet::new();
        let mut brands = BTreeSet::new();
        for (place, family) in FAMILIES.iter().enumerate() {
            assert!(brands.insert(family.brand), "{}", family.brand);
            for domain in family.domains {
                assert!(seen.insert(domain), "{domain}");
                assert_eq!(family_of(domain), Some(place), "{domain}");
            }
        }
    }
}
