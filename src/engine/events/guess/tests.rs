use super::*;
use crate::contract::Kind;

fn guessed(path: &str, text: &str) -> Guess {
    guess(&Look::new(path, text.as_bytes(), true))
}

#[test]
fn a_log_with_an_unclassified_bounce_is_certain() {
    let guess = guessed(
        "x.csv",
        "E-Mail\tAktion\tDatum/Uhrzeit\tLink\n\
         a@example.org\tÖffnung\t14.09.2026 08:00\t\n\
         b@example.org\tBounce\t14.09.2026 08:01\t\n",
    );
    assert!(guess.certainty == Certainty::Certain);
    assert_eq!(guess.mapping.roles, [Role::Address, Role::Kind, Role::Time, Role::Link]);
    assert_eq!(guess.mapping.words["Bounce"], Some(Kind::BouncedHard));
    assert!(guess.zoneless);
    assert_eq!(guess.mapping.campaign, CampaignSource::FileName);
}

#[test]
fn recipients_with_counters_dates_flags_and_a_status() {
    let guess = guessed(
        "x.csv",
        "E-Mail-Adresse;Versandstatus;Versendet am;Geöffnet;Anzahl Öffnungen;Bounce-Typ\n\
         a@example.org;zugestellt;14.09.2026 08:00:00;ja;3;\n\
         b@example.org;gebounct;14.09.2026 08:00:18;nein;0;hard\n",
    );
    assert!(guess.certainty == Certainty::Certain);
    assert_eq!(guess.mapping.granularity, Granularity::Recipient);
    assert_eq!(
        guess.mapping.roles,
        [
            Role::Address,
            Role::Kind,
            Role::TimeOf(Kind::Sent),
            Role::FlagOf(Kind::Opened),
            Role::CountOf(Kind::Opened),
            Role::Kind
        ]
    );
}

#[test]
fn columns_without_names_are_known_by_their_cells() {
    let guess = guessed(
        "x.csv",
        "a,b,c\nuser@example.org,2026-09-14 08:00:00,click\nother@example.org,2026-09-14 08:00:01,open\n",
    );
    assert!(guess.certainty == Certainty::Likely);
    assert_eq!(guess.mapping.roles, [Role::Address, Role::Time, Role::Kind]);
}

#[test]
fn the_name_of_a_file_may_tell_the_kind() {
    let text = "recipientId;mailingId;date\na@example.com;4711;1789365614535\n";
    let guess = guessed("optimizely-campaign-opens.csv", text);
    assert!(guess.certainty == Certainty::Likely && guess.mapping.kind == Some(Kind::Opened));
    assert_eq!(guess.mapping.roles, [Role::Address, Role::CampaignId, Role::Time]);
    assert!(guessed("x.csv", text).certainty == Certainty::Unknown);
}

#[test]
fn ambiguous_dates_are_for_the_user() {
    let ambiguous = guessed("x.csv", "email,event,date\na@example.org,open,03/04/2026\n");
    assert!(ambiguous.certainty == Certainty::Likely);
    let american = guessed("x.csv", "email,event,date\na@example.org,open,03/24/2026\n");
    assert!(american.certainty == Certainty::Certain);
    assert_eq!(american.mapping.dates, DateOrder::MonthFirst);
}

#[test]
fn choices_are_no_reactions() {
    for (text, class) in [
        (
            "email,opens,clicks,date,source\na@example.org,yes,no,2026-01-01,form\n",
            FileClass::Consent,
        ),
        ("email,opens,clicks\na@example.org,granted,denied\n", FileClass::Consent),
        ("email,opens,clicks,source\na@example.org,1,0,form\n", FileClass::Consent),
        ("email,consent\na@example.org,1\n", FileClass::Consent),
        ("email,opens,clicks\na@example.org,1,0\n", FileClass::Events),
        ("email,geöffnet,geklickt\na@example.org,ja,nein\n", FileClass::Events),
        (
            "email_address,date_sent,is_read,source\na@example.org,2026-09-14 06:00:00,1,campaign\n",
            FileClass::Events,
        ),
        (
            "email,event,timestamp,source\na@example.org,open,2026-09-14T06:00:00Z,api\n",
            FileClass::Events,
        ),
    ] {
        assert!(guessed("x.csv", text).class == class, "{text}");
    }
}

#[test]
fn json_is_guessed_by_its_keys() {
    let guess = guessed(
        "x.json",
        r#"{"items":[{"recipient":{"email":"a@example.org"},"event":"opened","at":{"timestamp":1789365600}}]}"#,
    );
    assert!(guess.certainty == Certainty::Certain);
    assert_eq!(guess.mapping.roles, [Role::Time, Role::Kind, Role::Address]);
}

#[test]
fn words_of_a_vendor_without_a_dialect_are_for_the_user() {
    let guess = guessed(
        "x.json",
        r#"[{"event":"sent","time":1789365606,"email":"a@example.org","mj_campaign_id":7257}]"#,
    );
    assert!(guess.certainty == Certainty::Likely);
}

#[test]
fn without_addresses_only_the_user_knows() {
    assert!(guessed("x.csv", "a,b\n1,2\n").certainty == Certainty::Unknown);
    assert!(guessed("x.csv", "").certainty == Certainty::Unknown);
}

#[test]
fn one_date_in_every_row_makes_a_log() {
    let log = guessed(
        "statistik.csv",
        "E-Mail;Vorname;Öffnungsdatum;Endgerät\n\
         a@example.org;A;14.09.2026 08:00:14;Mobil\n\
         a@example.org;A;14.09.2026 09:00:14;Mobil\n",
    );
    assert!(log.certainty == Certainty::Certain);
    assert_eq!(log.mapping.granularity, Granularity::Event);
    assert_eq!(log.mapping.kind, Some(Kind::Opened));
    assert_eq!(log.mapping.roles, [Role::Address, Role::Ignore, Role::Time, Role::Ignore]);
    // Somebody without a date: these are recipients.
    let recipients = guessed(
        "statistik.csv",
        "E-Mail;Öffnungsdatum\na@example.org;14.09.2026 08:00:14\nb@example.org;\n",
    );
    assert_eq!(recipients.mapping.granularity, Granularity::Recipient);
    let zero = guessed(
        "statistik.csv",
        "E-Mail;Öffnungsdatum\na@example.org;2026-09-14 08:00:14\nb@example.org;0000-00-00\n",
    );
    assert_eq!(zero.mapping.granularity, Granularity::Recipient);
}

#[test]
fn a_status_of_the_contact_is_no_event() {
    let guess = guessed(
        "x.csv",
        "E-Mail;Status;Geöffnet am;Klicks\na@example.org;aktiv;14.09.2026 08:00;1\nb@example.org;inaktiv;;0\n",
    );
    assert!(guess.certainty == Certainty::Certain);
    assert_eq!(
        guess.mapping.roles,
        [Role::Address, Role::Ignore, Role::TimeOf(Kind::Opened), Role::CountOf(Kind::Clicked)]
    );
}

#[test]
fn rates_and_zeros_among_dates() {
    let guess = guessed(
        "x.csv",
        "E-Mail;Öffnungen;Geöffnet am;Klicks\na@example.org;27,3 %;14.09.2026 08:00;9,1 %\nb@example.org;0 %;0;0 %\nc@example.org;0 %;0;0 %\n",
    );
    assert_eq!(
        guess.mapping.roles,
        [Role::Address, Role::Ignore, Role::TimeOf(Kind::Opened), Role::Ignore]
    );
    assert!(guess.certainty == Certainty::Certain);
}

#[test]
fn a_day_and_a_time_of_day() {
    let guess = guessed(
        "x.csv",
        "Uhrzeit;Datum;E-Mail;Aktion\n08:00:14;14.09.2026;a@example.org;Öffnung\n",
    );
    assert!(guess.certainty == Certainty::Certain);
    assert_eq!(guess.mapping.roles, [Role::Time, Role::Time, Role::Address, Role::Kind]);
}

#[test]
fn ids_stand_for_people_only_where_no_address_does() {
    let ids = guessed("x.csv", "Profil-ID;Ereignis;Zeitpunkt\n70000;Öffnung;14.09.2026 08:00\n");
    assert!(ids.certainty == Certainty::Likely);
    assert_eq!(ids.mapping.roles, [Role::Address, Role::Kind, Role::Time]);
    let both = guessed(
        "x.csv",
        "Profil-ID;Wer;Ereignis;Zeitpunkt\n70000;a@example.org;Öffnung;14.09.2026 08:00\n",
    );
    assert_eq!(both.mapping.roles, [Role::Ignore, Role::Address, Role::Kind, Role::Time]);
}

#[test]
fn four_more_languages() {
    let roles = [Role::Address, Role::Kind, Role::Time, Role::Link];
    for text in [
        "Adresse e-mail;Évènement;Date et heure;Lien\na@example.org;Ouverture;14/09/2026 08:00;\nb@example.org;Clic;14/09/2026 08:01;https://shop.example/\nc@example.org;Désabonnement;14/09/2026 08:02;\n",
        "Indirizzo e-mail;Evento;Data e ora;Collegamento\na@example.org;Apertura;14/09/2026 08:00;\nb@example.org;Cliccato;14/09/2026 08:01;https://shop.example/\nc@example.org;Disiscrizione;14/09/2026 08:02;\n",
        "Correo electrónico;Evento;Fecha y hora;Enlace\na@example.org;Abierto;14/09/2026 08:00;\nb@example.org;Clic;14/09/2026 08:01;https://shop.example/\nc@example.org;Baja;14/09/2026 08:02;\n",
        "E-mailadres;Gebeurtenis;Tijdstip;Link\na@example.org;Geopend;14-09-2026 08:00;\nb@example.org;Geklikt;14-09-2026 08:01;https://shop.example/\nc@example.org;Uitgeschreven;14-09-2026 08:02;\n",
    ] {
        let guess = guessed("x.csv", text);
        assert!(guess.certainty == Certainty::Certain, "{text}");
        assert_eq!(guess.mapping.roles, roles, "{text}");
        let kinds: Vec<_> = guess.mapping.words.values().flatten().copied().collect();
        for kind in [Kind::Opened, Kind::Clicked, Kind::Unsubscribed] {
            assert!(kinds.contains(&kind), "{text}");
        }
    }
    let recipients = guessed(
        "x.csv",
        "Destinataire;Envoyé le;Ouvert le;Nombre d'ouvertures;Clics;Désabonné\na@example.org;14/09/2026 08:00;14/09/2026 09:00;2;0;non\n",
    );
    assert_eq!(
        recipients.mapping.roles,
        [
            Role::Address,
            Role::TimeOf(Kind::Sent),
            Role::TimeOf(Kind::Opened),
            Role::CountOf(Kind::Opened),
            Role::CountOf(Kind::Clicked),
            Role::FlagOf(Kind::Unsubscribed)
        ]
    );
}

#[test]
fn figures_of_campaigns_are_nobodys() {
    for (text, certainty) in [
        (
            "Name;Versendet am;Empfänger;Öffnungen;Öffnungsrate;Klicks\n\
             Herbst;14.09.2026 08:00;1.234;456;36,9 %;78\n",
            Certainty::Unknown,
        ),
        ("Kampagne;Empfänger;Öffnungen\nHerbst;1234;456\n", Certainty::Unknown),
        // Ids of recipients in a log stay what they are.
        ("Empfänger;Ereignis;Datum\n1001;Öffnung;14.09.2026 08:00\n", Certainty::Likely),
    ] {
        assert!(guessed("x.csv", text).certainty == certainty, "{text}");
    }
}

#[test]
fn states_side_by_side_and_a_word_for_no() {
    let states = guessed(
        "x.csv",
        "E-Mail;Zustellstatus;Öffnungsstatus;Klickstatus\n\
         a@example.org;zugestellt;geöffnet;nicht geklickt\n\
         b@example.org;nicht zugestellt;nicht geöffnet;nicht geklickt\n",
    );
    assert_eq!(states.mapping.granularity, Granularity::Recipient);
    assert_eq!(states.mapping.roles, [Role::Address, Role::Kind, Role::Kind, Role::Kind]);
    let dated = guessed(
        "x.csv",
        "Email;Geöffnet am;Geklickt am\na@example.org;14.09.2026 08:00;-\n\
         b@example.org;n/a;NULL\nc@example.org;noch nicht;nein\n",
    );
    assert_eq!(dated.mapping.granularity, Granularity::Recipient);
    assert_eq!(dated.mapping.roles[1], Role::TimeOf(Kind::Opened));
}
