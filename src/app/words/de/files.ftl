# Die offenen Dateien und der Dialog zu ihren Spalten.
files-add = Dateien hinzufügen
files-remove-all = Alle entfernen
files-to-statistics = Statistik zeigen
files-count = { $files ->
    [one] { $files } Datei
   *[other] { $files } Dateien
}
files-listed = { $listed } von { $files } Dateien stehen hier. Zuerst kommen die, bei denen es etwas zu klären gibt.
files-more = { $files ->
    [one] Eine weitere zeigen
   *[other] { $files } weitere zeigen
}
files-rows = { $rows ->
    [one] { $rows } Zeile
   *[other] { $rows } Zeilen
}
files-doubles = { $doubles ->
    [one] { $doubles } Ereignis doppelt gefunden und einmal gezählt
   *[other] { $doubles } Ereignisse doppelt gefunden und einmal gezählt
}
files-need-you = { $files ->
    [one] { $files } Datei wartet, bis Sie sagen, was ihre Spalten bedeuten.
   *[other] { $files } Dateien warten, bis Sie sagen, was ihre Spalten bedeuten.
}
files-unread = Einige Dateien sind nicht zu Ende gelesen; darum gibt es noch keine Zahlen.
files-read = Jetzt lesen
file-columns = Spalten erklären
file-open-snapshot = Bericht öffnen
file-remove = Entfernen
file-remove-named = { $file } entfernen
file-not-looked = Noch nicht angesehen.
file-being-read = Wird gelesen …
file-not-read = Noch nicht gelesen.
file-unknown = Die Spalten sind nicht eindeutig. Sagen Sie, was sie bedeuten, dann wird die Datei gelesen.
file-likely = Das stimmt wahrscheinlich, ist aber nicht sicher. Bitte sehen Sie die Spalten einmal durch, bevor die Datei gelesen wird.
file-aggregate = Diese Datei enthält fertige Summen je Kampagne, keine einzelnen Ereignisse. Daraus lässt sich nichts zählen; öffnen Sie zusätzlich den ausführlichen Export, dann stehen beide hier nebeneinander.
file-snapshot = Das ist ein Bericht, den jemand gespeichert hat. Er wird für sich gezeigt und nicht mit Ihren Dateien vermischt.
file-fact-rows = Zeilen
file-fact-used = Verwendet
file-fact-ignored = Übergangen
file-fact-problems = Unbrauchbar
file-fact-events = Ereignisse
file-fact-recipients = Empfänger
file-fact-period = Zeitraum
file-by-kind = Ereignisse nach Art
file-ignored = { $rows ->
    [one] { $rows } Zeile übergangen – und warum
   *[other] { $rows } Zeilen übergangen – und warum
}
file-ignored-why = Übergangene Zeilen nach Grund
file-problems = { $rows ->
    [one] { $rows } Zeile war nicht brauchbar
   *[other] { $rows } Zeilen waren nicht brauchbar
}
file-save-problems = Unbrauchbare Zeilen speichern (CSV)
file-save-problems-hint = Die gespeicherte Datei enthält personenbezogene Daten: diese Zeilen mit allen ihren Spalten, dazu Zeile, Spalte und Grund. Sie bleibt auf diesem Computer und geht von selbst nirgendwohin.
file-saving-problems = Die Datei wird noch einmal gelesen …
file-problems-name = unbrauchbare-zeilen-personenbezogen
file-zone = Zeiten ohne Zonenangabe gelten in
file-zone-settings = { $zone } (wie unter Datenschutz)
file-zone-own = { $zone } (wie der Dienst sie schreibt)
file-zone-hint = Eine Änderung liest die Dateien neu ein.
file-unclassified-bounces = { $bounces ->
    [one] { $bounces } Bounce hat im Export keine Klasse und zählt als Hardbounce.
   *[other] { $bounces } Bounces haben im Export keine Klasse und zählen als Hardbounces.
}
file-ambiguous-times = { $times ->
    [one] { $times } Zeit fällt in die Stunde, die sich bei der Zeitumstellung wiederholt; gelesen wurde die frühere.
   *[other] { $times } Zeiten fallen in die Stunde, die sich bei der Zeitumstellung wiederholt; gelesen wurde die frühere.
}
class-consent = Einwilligungsliste
class-snapshot = Bericht
class-aggregate = Summen je Kampagne
granularity-event = eine Zeile je Ereignis
granularity-recipient = eine Zeile je Empfänger
granularity-contact = eine Zeile je Kontakt
granularity-campaign = eine Zeile je Kampagne
form-csv = CSV mit „{ $delimiter }“
form-spreadsheet = Tabellenkalkulation
form-tabs = Tabelle mit Tabulatoren
form-web = Web-Formulardaten
dialect-generic = Eigene Tabelle
dialect-sendgrid-email-activity = Email Activity
dialect-sendgrid-event-webhook = Event Webhook
dialect-mailchimp-granular-activity = Öffnungen und Klicks einzeln
dialect-mailchimp-report = Berichtsliste
dialect-mailchimp-audience = Kontakte (Audience)
dialect-mailchimp-campaigns = Kampagnenliste
dialect-mailchimp-campaign-report = Kampagnenbericht
dialect-amazon-ses = Ereignisse
dialect-postmark = Webhooks
dialect-brevo-campaign-recipients = Kampagnenempfänger
dialect-brevo-transactional-logs = Transaktionsprotokoll
dialect-mailchimp-email-activity = E-Mail-Aktivität
dialect-mailchimp-report-members = Mitglieder eines Berichts
dialect-klaviyo-events = Ereignisse
dialect-klaviyo-campaign-analytics = Kampagnenauswertung
dialect-hubspot-email-events = E-Mail-Ereignisse
dialect-hubspot-recipients = Empfänger einer Kampagne
dialect-braze-currents = Currents
dialect-salesforce-marketing-cloud = Marketing-Cloud-Tracking
dialect-marketo-activities = Aktivitäten
dialect-mailup-statistics = Statistik
dialect-mailerlite-webhooks = Webhooks
dialect-mailerlite-activity = wer geöffnet und geklickt hat
dialect-mailerlite-classic-report = Classic-Kampagnenbericht
dialect-ahoy-clicks = Klicks
dialect-ahoy-messages = Nachrichten
dialect-campaign-monitor = Kampagnenberichte (API)
dialect-constant-contact = Tracking Activities
dialect-customer-io = Reporting Webhooks
dialect-iterable = Datenexport
dialect-keila-events = Ereignisse
dialect-keila-messages = Nachrichten
dialect-listmonk = Öffnungen und Klicks
dialect-listmonk-bounces = Bounces
dialect-mautic-email-stats = E-Mail-Statistik
dialect-mautic-report = Bericht
dialect-phplist-clicks = Klicks
dialect-phplist-opens = Öffnungen
dialect-brevo-events = Ereignisse
dialect-mailgun = Ereignisse
dialect-sparkpost = Ereignisse
dialect-mailjet = Webhooks
dialect-mandrill = Webhooks
dialect-mailersend = Ereignisse
dialect-mailtrap = Webhooks
dialect-postal = Webhooks
dialect-resend-webhooks = Webhooks
dialect-resend-emails = Liste der E-Mails
ignored-not-an-event = Bezeichnet kein Ereignis einer Nachricht
ignored-word-left-out = Das Ereignis haben Sie weggelassen
ignored-nothing-happened = Bei diesem Empfänger ist nichts geschehen
ignored-consent = Wegen der Einwilligung ausgenommen
ignored-no-record = Leerzeile, wiederholte Kopfzeile oder Summe
ignored-transport-notice = Hinweis der Übermittlung, kein Ereignis
ignored-told-elsewhere = Steht noch einmal an anderer Stelle: im Archiv oder in einer anderen Zeile
ignored-last-state-only = Nennt nur den letzten Stand einer Nachricht, ohne Zeitpunkt; frühere Öffnungen und Klicks bleiben dahinter verborgen. Webhooks melden jedes Ereignis.
place-row = Zeile { $row }
place-column = Spalte { $column }
place-row-column = Zeile { $row }, Spalte { $column }
consent-subscribers = Personen in der Liste
consent-granted-opens = Öffnungen: ja
consent-denied-opens = Öffnungen: nein
consent-granted-clicks = Klicks: ja
consent-denied-clicks = Klicks: nein
consent-waits = Wird zusammen mit den Ereignisdateien gelesen.
consent-without-effect = Diese Liste wirkt nur, wenn die Empfänger entscheiden.
consent-to-treatment = Unter Datenschutz ändern
comparison-title = Was Ihr Dienst meldet
comparison-hint = Das sind die eigenen Summen des Dienstes, nur zum Vergleich: Nichts davon wird hier gezählt, und nichts davon geht mit einem Bericht hinaus. Dienste zählen verschieden; die meisten halten Öffnungen von Maschinen für solche von Menschen.
comparison-campaign = Kampagne
comparison-from = Zahlen
comparison-reported = gemeldet
comparison-counted = hier gezählt
comparison-none = keine Kampagne dieses Namens unter den Ereignissen, oder mehrere

# Der Dialog zu den Spalten.
mapping-title = Was bedeuten die Spalten?
mapping-lead = Unten stehen die ersten Zeilen, wie sie in der Datei sind. Sie bleiben in diesem Browser. Jede Änderung wird gleich an ihnen erprobt.
mapping-class = Die Datei ist
mapping-class-events = eine Liste von Ereignissen
mapping-class-consent = eine Einwilligungsliste
mapping-rows = Eine Zeile ist
mapping-rows-event = ein Ereignis
mapping-rows-recipient = ein Empfänger mit Zählern
mapping-columns = Spalten und erste Zeilen
mapping-role-of = Bedeutung der Spalte { $column }
mapping-kind = Jede Zeile ist
mapping-kind-none = – bitte wählen –
mapping-words = Wörter für das, was geschah
mapping-words-hint = Diese Wörter stehen in den ersten Zeilen. Sagen Sie, was jedes bedeutet; nicht erklärte Wörter werden als unbrauchbare Zeilen gemeldet.
mapping-word-open = – bitte wählen –
mapping-word-left-out = Weglassen
mapping-dates = Daten wie 03.04.2026
mapping-dates-day = Tag zuerst: 3. April
mapping-dates-month = Monat zuerst: 4. März
mapping-campaign = Der Name der Kampagne
mapping-campaign-column = steht in einer Spalte
mapping-campaign-file = ist der Dateiname
mapping-campaign-typed = lautet:
mapping-campaign-name = Name der Kampagne
mapping-trying = Wird erprobt …
mapping-becomes = Wird zu
mapping-tried-all = Die ganze Datei wurde erprobt.
mapping-tried-first = Der Anfang der Datei wurde erprobt.
mapping-tried = { $rows ->
    [one] Von { $rows } Zeile
   *[other] Von { $rows } Zeilen
}: { $ready } brauchbar, { $doubtful } zweifelhaft, { $unusable } unbrauchbar, { $ignored } übergangen.
mapping-why-doubtful = Warum Zeilen zweifelhaft sind
mapping-leave-out = { $rows ->
    [one] Die unbrauchbare Zeile weglassen
   *[other] Die { $rows } unbrauchbaren Zeilen weglassen
}
mapping-leave-out-more = { $rows ->
    [one] Die unbrauchbare Zeile weglassen, ebenso solche weiter unten in der Datei
   *[other] Die { $rows } unbrauchbaren Zeilen weglassen, ebenso solche weiter unten in der Datei
}
doubt-date-order = Tag oder Monat zuerst? Die Daten verraten es nicht oder sprechen dagegen.
doubt-repeated-hour = Diese Zeit zeigte die Uhr zweimal; gelesen wird die frühere.
doubt-unclassed-bounce = Ein Bounce ohne Klasse; er zählt als Hardbounce.
becomes-unusable = Unbrauchbar: { $why }
becomes-ignored = Übergangen: { $why }
becomes-doubtful = Zweifelhaft: { $what } – { $why }
becomes-nothing-said = Keine Entscheidung
mapping-why-unusable = Warum Zeilen unbrauchbar sind
mapping-alike = { $files ->
    [one] Auch für die andere Datei mit diesen Spalten; sie wird vorher erprobt
   *[other] Auch für die { $files } anderen Dateien mit diesen Spalten; jede wird vorher erprobt
}
mapping-later = Später
mapping-accept = So einlesen
role-ignore = – nicht verwendet –
role-address = E-Mail-Adresse
role-time = Zeit
role-kind = Was geschah
role-campaign-id = Kampagnennummer
role-campaign-name = Kampagnenname
role-link = Geklickter Link
role-user-agent = Programm (User-Agent)
role-country = Land
role-view-seconds = Angesehen, Sekunden
role-view-milliseconds = Angesehen, Millisekunden
role-consent-opens = Einwilligung: Öffnungen
role-consent-clicks = Einwilligung: Klicks
role-consent-both = Einwilligung: Öffnungen und Klicks
role-consent-date = Einwilligung: Datum
role-consent-source = Einwilligung: Quelle
role-group-count = Wie oft
role-group-time = Wann
role-group-flag = Ja oder nein

# Die Angaben des Dialogs als Datei.
profile-title = Dieselben Spalten in anderen Dateien
profile-hint = Ein Profil ist eine kleine Datei mit diesen Angaben und den Namen der Spalten, ohne etwas von den Personen. Es liegt nur dort, wo Sie es speichern.
profile-open = Profil öffnen
profile-name = Name
profile-save = Als Profil speichern
profile-applied = Profil „{ $name }“ angewendet. Bitte sehen Sie es einmal durch.
profile-missing = { $n ->
    [one] Diese Spalte des Profils ist nicht in der Datei: { $columns }
   *[other] Diese Spalten des Profils sind nicht in der Datei: { $columns }
}
profile-not-saved = Nicht gespeichert: Ein Spaltenname oder ein Wort enthält eine Adresse, oder es sind zu viele. Vielleicht hat die Datei keine Kopfzeile.
profile-fault-none = Diese Datei ist kein Profil. Ein Profil wird in diesem Dialog gespeichert und endet auf .milchglas-mapping.json.
profile-fault-future = Dieses Profil stammt von einer neueren Version. Laden Sie die Seite neu und versuchen Sie es noch einmal.
profile-fault-damaged = Dieses Profil ist beschädigt oder von Hand geändert und nicht brauchbar. Speichern Sie es dort neu, wo es entstand.

# Was der Rahmen sagt, sobald Dateien offen sind.
nav-waiting = { $files ->
    [one] { $files } Datei braucht Ihre Angaben
   *[other] { $files } Dateien brauchen Ihre Angaben
}
progress-detail = { $done } von { $all } · { $rows ->
    [one] { $rows } Zeile
   *[other] { $rows } Zeilen
}
progress-done = { $files ->
    [one] { $files } Datei gelesen
   *[other] { $files } Dateien gelesen
}
failure-nothing-read = Keine einzige Zeile war verwendbar.
failure-nothing-read-advice = Sehen Sie sich die Probleme der Datei an oder geben Sie im Zuordnungsdialog an, was die Spalten bedeuten.
failure-too-few-people = Hinter diesen Zahlen stehen zu wenige Personen.
failure-too-few-people-advice = Wählen Sie mehr Kampagnen oder einen längeren Zeitraum. Ein Bericht braucht mindestens so viele Empfänger wie die kleinste gezeigte Gruppe.
failure-not-kept = Diese Liste wird im gewählten Modus nicht geführt.
failure-not-kept-advice = Unter Datenschutz können Sie ändern, wie weit Personen sichtbar sind; die Dateien werden dann neu gelesen.
failure-no-ledger = Dafür muss ein Verzeichnis geöffnet sein.
failure-no-ledger-advice = Legen Sie auf dieser Seite eines an oder öffnen Sie Ihres.
