//! What columns are called: names in English and German, reduced by
//! [`normal`]; four more languages stand in `languages`. Only names of these lists
//! are ever told in a problem: any other header may be data itself.

use super::vocabulary::Vocabulary;
use super::words::{self, Word, normal};
use crate::contract::Kind;
use std::sync::LazyLock;

mod languages;

/// What a column's name says about its cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Address,
    /// The time of the row's event.
    Time,
    /// The word for what happened.
    Kind,
    CampaignId,
    CampaignName,
    /// A name of the campaign where nothing better is there.
    Subject,
    Link,
    UserAgent,
    Country,
    ViewSeconds,
    ViewMilliseconds,
    /// How often, when or whether something happened; the cells say which.
    Of(Word),
    /// When it happened last: of several, not the first.
    Last(Kind),
    ConsentOpens,
    ConsentClicks,
    ConsentBoth,
    ConsentDate,
    ConsentSource,
    /// Known, and of no use here: senders, copies, names.
    Ignore,
}

/// The meaning of a column's name; of a dotted key's last part, or of what stands
/// before a bracket (`geöffnet (ja/nein)`), where the whole says nothing.
pub(super) fn meaning(header: &str) -> Option<Meaning> {
    let of_last = || header.rsplit_once('.').and_then(|(_, last)| lookup(&normal(last)));
    let explained = || header.split_once('(').and_then(|(name, _)| lookup(&normal(name)));
    lookup(&normal(header)).or_else(of_last).or_else(explained)
}

/// The name as it may be told: the whole where it is known, else the last part
/// of a dotted key where that is; `None` where it may be data.
pub(super) fn tellable(header: &str) -> Option<&str> {
    let last = header.rsplit_once('.').map_or("", |(_, last)| last);
    let known = |name: &&str| !name.contains('@') && lookup(&normal(name)).is_some();
    [header, last].into_iter().find(known).map(str::trim)
}

const fn of(kind: Kind) -> Meaning {
    Meaning::Of(words::of(kind))
}

/// Names of columns, apart from those that say what happened.
static NAMES: LazyLock<Vocabulary<Meaning>> = LazyLock::new(|| {
    Vocabulary::of(&[
        (
            "email emailaddress emailadresse mail mailadresse emailid recipient \
             recipientemail recipientaddress recipientid rcptto empfaenger \
             empfaengeradresse empfaengeremail subscriber subscriberemail abonnent \
             contactemail to toaddress toemail useremail memberemail adresse \
             emailkontakt kontaktemail emailempfaenger emaildesempfaengers \
             emailadressedesempfaengers empfaengeremailadresse empfaengermail \
             emailanschrift subscriberkey",
            Meaning::Address,
        ),
        (
            "timestamp time datetime date eventtime eventdate eventtimestamp eventat \
             occurredat createdat created insertedat recordedat loggedat ts \
             activitydate activitytime datum zeit zeitpunkt datumuhrzeit datumzeit \
             zeitstempel ereigniszeit ereignisdatum ereigniszeitpunkt uhrzeit \
             datumunduhrzeit aktionsdatum aktionszeitpunkt reaktionsdatum \
             reaktionszeitpunkt erfasstam zugriffszeit",
            Meaning::Time,
        ),
        (
            "event eventtype eventname type action activity activitytype status state \
             kind ereignis ereignistyp ereignisart aktion aktivitaet art typ reaktion \
             vorgang versandstatus zustellstatus deliverystatus bouncetype bouncetyp \
             bounceart bouncekategorie bouncestatus sendestatus mailstatus emailstatus \
             reaktionstyp reaktionsart aktionstyp kategorie metric openstatus \
             clickstatus oeffnungsstatus klickstatus",
            Meaning::Kind,
        ),
        (
            "campaignid mailingid kampagnenid kampagneid newsletterid emailcampaignid \
             marketingcampaignid broadcastid aussendungsid sendid",
            Meaning::CampaignId,
        ),
        (
            "campaign campaignname campaigntitle kampagne kampagnenname mailing \
             mailingname mailingtitel newsletter newslettername aussendung \
             aussendungsname mailingbezeichnung kampagnentitel newslettertitel \
             marketingcampaignname emailname broadcast broadcastname",
            Meaning::CampaignName,
        ),
        ("subject emailsubject betreff betreffzeile subjectline", Meaning::Subject),
        (
            "url link linkurl clickedurl clickedlink href targetlinkurl originallink \
             geklickterlink zieladresse linkziel angeklickterlink geklickteurl zielurl \
             linkadresse",
            Meaning::Link,
        ),
        ("useragent agent", Meaning::UserAgent),
        (
            "country countrycode countryiso countryisocode isocountry isocountrycode \
             countryshort countryname countryalpha2 geocountry geocountrycode \
             geoipcountry ipcountry ipcountrycode opencountry clickcountry land \
             laendercode laenderkuerzel laenderkennung laenderkennzeichen landeskennung \
             landeskuerzel landescode landcode landisocode staat herkunftsland",
            Meaning::Country,
        ),
        (
            "readseconds viewseconds durationseconds lesedauer lesedauersekunden \
             verweildauer",
            Meaning::ViewSeconds,
        ),
        ("durationms viewms readms readmilliseconds viewmilliseconds", Meaning::ViewMilliseconds),
        (
            "consentopens opensconsent openconsent consentopen opentracking \
             openstracking trackopens oeffnungstracking oeffnungsmessung \
             einwilligungoeffnungen",
            Meaning::ConsentOpens,
        ),
        (
            "consentclicks clicksconsent clickconsent consentclick clicktracking \
             clickstracking trackclicks klicktracking klickmessung einwilligungklicks",
            Meaning::ConsentClicks,
        ),
        (
            "consent trackingconsent consenttracking tracking permission permissions \
             marketingpermission marketingpermissions einwilligung trackingeinwilligung \
             einwilligungtracking zustimmung gdpr gdprconsent dsgvo optin optinstatus",
            Meaning::ConsentBoth,
        ),
        (
            "consentdate consentat consenttime consenttimestamp since grantedat \
             einwilligungam einwilligungsdatum einwilligungvom zustimmungam seit",
            Meaning::ConsentDate,
        ),
        ("source consentsource quelle herkunft", Meaning::ConsentSource),
        (
            "from frm fromemail sender senderemail absender replyto cc bcc firstname \
             lastname name vorname nachname anrede ip ipaddress messageid",
            Meaning::Ignore,
        ),
        (
            "lastopendate lastopened lastopen lastopenedat letzteoeffnung \
             letzteoeffnungam zuletztgeoeffnet zuletztgeoeffnetam",
            Meaning::Last(Kind::Opened),
        ),
        (
            "lastclickdate lastclicked lastclick lastclickedat letzterklick \
             letzterklickam zuletztgeklickt zuletztgeklicktam",
            Meaning::Last(Kind::Clicked),
        ),
    ])
});

fn lookup(name: &str) -> Option<Meaning> {
    let foreign = || words::foreign(name).map(Meaning::Of);
    let known = NAMES.meaning(name).or_else(|| HAPPENED.meaning(name));
    known
        .or_else(|| languages::meaning(name))
        .or_else(foreign)
        .or_else(|| HAPPENED.meaning(core(name)?))
}

/// What is left of a name without a word for how often, whether or when:
/// `Anzahl geöffnet`, `Num Opens`, `Date Opened`, `Has Clicked`.
fn core(name: &str) -> Option<&str> {
    const BEFORE: [&str; 14] = [
        "anzahlder",
        "anzahl",
        "numberof",
        "numof",
        "num",
        "total",
        "countof",
        "count",
        "has",
        "date",
        "datumder",
        "datum",
        "zeitpunktder",
        "was",
    ];
    const BEHIND: [&str; 8] =
        ["janein", "yesno", "yn", "count", "anzahl", "gesamt", "datum", "zeitpunkt"];
    let before = || BEFORE.iter().find_map(|word| name.strip_prefix(word));
    BEHIND.iter().find_map(|word| name.strip_suffix(word)).or_else(before)
}

/// Columns of recipient rows.
static HAPPENED: LazyLock<Vocabulary<Meaning>> = LazyLock::new(|| {
    Vocabulary::of(&[
        (
            "bounce bounced bouncedat bouncedate bounces bounceam bouncedatum \
             bouncezeitpunkt gebounct gebounctam ruecklaeufer unzustellbar isfailed \
             failed failedat fehlgeschlagen fehlgeschlagenam",
            Meaning::Of(words::UNCLASSIFIED),
        ),
        (
            "sent sentat senton senddate sendtime datesent versendet versendetam \
             versanddatum versandzeit versandzeitpunkt versandtam versandam sendedatum \
             sendezeit sendezeitpunkt verschickt verschicktam gesendet gesendetam",
            of(Kind::Sent),
        ),
        (
            "delivered deliveredat delivereddate deliverydate zugestellt zugestelltam \
             zustelldatum zustellzeitpunkt ausgeliefert ausgeliefertam",
            of(Kind::Delivered),
        ),
        (
            "hardbounce hardbounces hardbounced hardbouncedate hardbouncedat \
             hardbounceam bouncedhard",
            of(Kind::BouncedHard),
        ),
        (
            "softbounce softbounces softbounced softbouncedate softbouncedat \
             softbounceam bouncedsoft",
            of(Kind::BouncedSoft),
        ),
        (
            "opened openedat openedon opens open opencount totalopens openstotal \
             numberofopens opendate firstopen firstopened firstopenedat firstopendate \
             dateread isread read gelesen gelesenam lesedatum geoeffnet geoeffnetam \
             oeffnung oeffnungen anzahloeffnungen oeffnungenanzahl ersteoeffnung \
             ersteoeffnungam oeffnungsdatum oeffnungszeit oeffnungszeitpunkt \
             zeitpunktderoeffnung anzoeffnungen anzahlderoeffnungen oeffnungengesamt \
             gesamtoeffnungen erstmalsgeoeffnet erstmalsgeoeffnetam zuerstgeoeffnet \
             views totalviews viewed",
            of(Kind::Opened),
        ),
        (
            "clicked clickedat clickedon clicks click clickcount totalclicks \
             clickstotal numberofclicks clickdate firstclick firstclicked \
             firstclickedat firstclickdate geklickt geklicktam klick klicks \
             anzahlklicks ersterklick ersterklickam klickdatum klickzeit klickzeitpunkt \
             zeitpunktdesklicks anzklicks anzahlderklicks klicksgesamt gesamtklicks \
             erstmalsgeklickt erstmalsgeklicktam linkklicks",
            of(Kind::Clicked),
        ),
        (
            "unsubscribed unsubscribedat unsubscribedate unsubscribes unsubscribe \
             unsubtime abgemeldet abgemeldetam abmeldung abmeldedatum austragung \
             ausgetragen ausgetragenam austragungsdatum abmeldezeitpunkt abbestellt \
             abbestelltam abbestellung optout optoutdate",
            of(Kind::Unsubscribed),
        ),
        (
            "complained complainedat complaint complaints complaintdate spam spamreport \
             spamreports beschwerde beschwerden beschwerdeam spambeschwerde \
             spambeschwerden spammeldung",
            of(Kind::Complained),
        ),
        (
            "subscribed subscribedat subscribedate anmeldung angemeldetam anmeldedatum \
             optintime",
            of(Kind::Subscribed),
        ),
        (
            "doi doiam confirmedat confirmtime bestaetigt bestaetigtam doibestaetigtam",
            of(Kind::DoiConfirmed),
        ),
        ("forwarded forwardedat forwards weitergeleitet weitergeleitetam", of(Kind::Forwarded)),
        ("printed printedat prints gedruckt gedrucktam", of(Kind::Printed)),
        ("converted convertedat conversions konversionen", of(Kind::Converted)),
    ])
});

#[cfg(test)]
mod tests {
    use super::super::vocabulary::tests::is_sound;
    use super::*;

    #[test]
    fn every_name_stands_once() {
        is_sound(&NAMES);
        is_sound(&HAPPENED);
        is_sound(&languages::NAMES);
    }

    #[test]
    fn names_in_both_languages() {
        for (header, expected) in [
            ("E-Mail-Adresse", Meaning::Address),
            ("Empfänger", Meaning::Address),
            ("Datum/Uhrzeit", Meaning::Time),
            ("data.created_at", Meaning::Time),
            ("Ereignis", Meaning::Kind),
            ("Mailing-ID", Meaning::CampaignId),
            ("campaign_id", Meaning::CampaignId),
            ("User Agent", Meaning::UserAgent),
            ("Country Code", Meaning::Country),
            ("geo.country", Meaning::Country),
            ("Länderkürzel", Meaning::Country),
            ("Pays", Meaning::Country),
            ("Código de país", Meaning::Country),
            ("Paese", Meaning::Country),
            ("Landcode", Meaning::Country),
            ("Geöffnet am", Meaning::Of(Word { kind: Kind::Opened, unclassified: false })),
            ("Rückläufer", Meaning::Of(Word { kind: Kind::BouncedHard, unclassified: true })),
            ("Einwilligung", Meaning::ConsentBoth),
            ("Letzte Öffnung", Meaning::Last(Kind::Opened)),
            ("Adresse e-mail", Meaning::Address),
            ("Dirección de correo electrónico", Meaning::Address),
            ("Data di apertura", Meaning::Of(Word { kind: Kind::Opened, unclassified: false })),
            ("Verzonden op", Meaning::Of(Word { kind: Kind::Sent, unclassified: false })),
            ("Número de clics", Meaning::Of(Word { kind: Kind::Clicked, unclassified: false })),
            ("Anzahl geöffnet", Meaning::Of(Word { kind: Kind::Opened, unclassified: false })),
            ("geklickt (ja/nein)", Meaning::Of(Word { kind: Kind::Clicked, unclassified: false })),
            ("Num Opens", Meaning::Of(Word { kind: Kind::Opened, unclassified: false })),
            ("Date Opened", Meaning::Of(Word { kind: Kind::Opened, unclassified: false })),
            ("Data de envio", Meaning::Of(Word { kind: Kind::Sent, unclassified: false })),
            ("Klickstatus", Meaning::Kind),
        ] {
            assert_eq!(meaning(header), Some(expected), "{header}");
        }
    }

    #[test]
    fn a_header_that_may_be_data_is_not_told() {
        assert_eq!(tellable("zoe@example.net"), None);
        assert_eq!(tellable("Opened (zoe@example.net)"), None);
        assert_eq!(tellable("Anzahl Zoe"), None);
        assert_eq!(tellable("e@mail"), None);
        assert_eq!(tellable("https://example.org/?u=zoe"), None);
        assert_eq!(tellable("zoe@example.email"), Some("email"));
        assert_eq!(tellable("zoe.email"), Some("email"));
        assert_eq!(tellable(" timestamp "), Some("timestamp"));
    }
}
