# Zahlen, Bilder und der Bericht.
statistics-heading = Statistik
statistics-lead = Alle Kennzahlen Ihrer Kampagnen, jede mit den Zahlen dahinter.
statistics-empty-heading = Noch keine Zahlen
statistics-empty-lead = Öffnen Sie die Exporte Ihres E-Mail-Dienstes, dann erscheinen hier die Kennzahlen.
statistics-empty-open = Dateien öffnen
statistics-reading = Ihre Dateien werden gelesen …
statistics-reading-lead = Die Kennzahlen erscheinen, sobald jede Zeile gezählt ist.
statistics-counting = Es wird gezählt …
statistics-updated = Neu gezählt: { $n ->
    [one] eine Kampagne
   *[other] { $n } Kampagnen
}.
statistics-nothing-selected = In dieser Auswahl wurde nichts versendet
statistics-nothing-selected-lead = Wählen Sie andere Kampagnen oder einen längeren Zeitraum.
statistics-clear-filter = Alles zeigen
statistics-zone = Tage und Stunden in der Zone { $zone }.

filter-label = Auswahl
filter-campaigns = Kampagnen
filter-campaigns-all = Alle { $n } Kampagnen
filter-campaigns-some = { $chosen } von { $n } Kampagnen
filter-campaigns-search = Kampagne suchen
filter-campaigns-hint = Ohne Häkchen gelten alle Kampagnen.
filter-campaigns-clear = Alle Kampagnen
filter-campaigns-none-found = Keine Kampagne heißt so.
filter-from = Versendet ab
filter-to = Versendet bis
filter-convention = Quoten
filter-machine = Maschinelle Ereignisse mitzählen
filter-all-campaigns = Alle Kampagnen zeigen
filter-only = Nur { $campaign } zeigen

missing-no-base = –
missing-withheld = zurückgehalten
missing-not-in-files = k. A.
missing-more-than-base = k. A.
missing-about-no-base = Es gibt niemanden, auf den sich die Quote beziehen könnte.
missing-about-withheld = Zurückgehalten, weil die Zahl auf eine Person hinweisen könnte.
missing-about-not-in-files = Steht nicht in diesen Dateien.
missing-about-more-than-base = Es haben mehr Personen reagiert, als die Dateien Nachrichten kennen. Die Exporte gehören nicht zusammen, deshalb gibt es hier keine Quote.

statistics-part-of-whole = { $part } von { $whole }
statistics-formula = { $part } ÷ { $whole }
statistics-formula-show = Formel
statistics-formula-of = Formel zu: { $rate }
statistics-in-campaigns = { $n ->
    [one] in einer Kampagne
   *[other] in { $n } Kampagnen
}
statistics-no-rate = ohne Quote: „{ $whole }“ steht nicht in diesen Dateien
statistics-key-figures = Wichtigste Kennzahlen
statistics-notes = Gut zu wissen
statistics-rates = Weitere Quoten

rate-delivery = Zustellrate
rate-bounce-hard = Hardbounce-Rate
rate-bounce-soft = Softbounce-Rate
rate-drop = Nicht versendet
rate-coverage-opens = Öffnungen messbar
rate-coverage-clicks = Klicks messbar
rate-open = Öffnungsrate
rate-opens-total = Öffnungen je Zustellung
rate-confirmed-open = Bestätigte Öffnungsrate
rate-machine-open = Maschinelle Öffnungsrate
rate-glanced = Nur kurz gesehen
rate-skimmed = Überflogen
rate-read = Leserate
rate-click = Klickrate
rate-clicks-total = Klicks je Zustellung
rate-click-to-open = Klicks je Öffner
rate-unsubscribe = Abmelderate
rate-complaint = Beschwerderate
rate-about-delivery = Nachrichten, die angekommen sind. Ein später Bounce nach einer Zustellung zählt als Bounce.
rate-about-bounce-hard = Adressen, die es nicht gibt oder die endgültig ablehnen.
rate-about-bounce-soft = Nachrichten, die aus einem vorübergehenden Grund nie ankamen. Was beim dritten Versuch ankommt, ist zugestellt.
rate-about-drop = Nachrichten, deren Versand der Dienst gar nicht erst versucht hat, etwa an gesperrte Adressen.
rate-about-coverage-opens = Empfänger, deren Öffnungen gemessen werden dürfen. Alle anderen bleiben bei den Öffnungsraten außen vor.
rate-about-coverage-clicks = Empfänger, deren Klicks gemessen werden dürfen. Alle anderen bleiben bei den Klickraten außen vor.
rate-about-open = Empfänger, von denen mindestens eine Öffnung durch einen Menschen vorliegt. Jeder zählt einmal.
rate-about-opens-total = Alle Öffnungen durch Menschen, auch wiederholte; der Wert kann über 100 % liegen.
rate-about-confirmed-open = Empfänger, die geöffnet oder geklickt haben: Ein Klick belegt die Öffnung, auch wenn Bilder blockiert sind.
rate-about-machine-open = Empfänger mit einer Öffnung durch einen Proxy oder Scanner.
rate-about-glanced = Empfänger, deren längste Ansicht kürzer war als ein Überfliegen.
rate-about-skimmed = Empfänger, deren längste Ansicht zwischen einem Blick und dem Lesen liegt.
rate-about-read = Empfänger, deren längste Ansicht zum Lesen gereicht hat. Nur aus Exporten mit Ansichtsdauer.
rate-about-click = Empfänger, von denen mindestens ein Klick durch einen Menschen vorliegt. Abmeldelinks zählen nicht.
rate-about-clicks-total = Alle Klicks durch Menschen, auch wiederholte; der Wert kann über 100 % liegen.
rate-about-click-to-open = Wie viele von denen geklickt haben, die sicher geöffnet haben.
rate-about-unsubscribe = Empfänger, die sich abgemeldet haben, bezogen auf alle Erreichten.
rate-about-complaint = Empfänger, die die Nachricht als Spam gemeldet haben, bezogen auf alle Erreichten.

statistics-all-figures = Alle gezählten Werte
statistics-all-figures-caption = Jeder Wert der Auswahl mit seiner Bedeutung
statistics-all-figures-figure = Wert
statistics-all-figures-count = Anzahl
statistics-all-figures-meaning = Bedeutung
statistics-all-figures-missing = Nicht in diesen Dateien:
measure-about-recipients = Alle, die in einer Kampagne auf irgendeine Weise vorkommen.
measure-about-sent = Empfänger, an die ein Versand versucht wurde.
measure-about-delivered = Versendet, ohne alle, deren letzter Stand ein Bounce oder ein unterlassener Versand ist.
measure-about-deferred = Empfänger, bei denen die Zustellung mindestens einmal aufgeschoben wurde.
measure-about-bounced_hard = Empfänger, deren letzter Stand ein endgültiger Fehler ist.
measure-about-bounced_soft = Empfänger, deren letzter Stand ein vorübergehender Fehler ist.
measure-about-dropped = Empfänger, an die der Dienst gar nicht gesendet hat.
measure-about-measurable_opens = Erreichte Empfänger, deren Öffnungen gemessen werden dürfen.
measure-about-measurable_clicks = Erreichte Empfänger, deren Klicks gemessen werden dürfen.
measure-about-openers = Empfänger mit mindestens einer Öffnung durch einen Menschen.
measure-about-opens = Alle Öffnungen durch Menschen, auch wiederholte.
measure-about-machine_openers = Empfänger mit mindestens einer maschinellen Öffnung.
measure-about-machine_opens = Öffnungen durch Proxys und Scanner.
measure-about-confirmed_openers = Empfänger mit einer Öffnung oder einem Klick durch einen Menschen.
measure-about-clickers = Empfänger mit mindestens einem Klick durch einen Menschen.
measure-about-clicks = Alle Klicks durch Menschen, auch wiederholte.
measure-about-machine_clickers = Empfänger mit mindestens einem maschinellen Klick.
measure-about-machine_clicks = Klicks durch Scanner.
measure-about-timed = Empfänger, deren längste Ansicht eine bekannte Dauer hat.
measure-about-glanced = Empfänger, die nur kurz hingesehen haben.
measure-about-skimmed = Empfänger, die die Nachricht überflogen haben.
measure-about-readers = Empfänger, die die Nachricht gelesen haben.
measure-about-unsubscribed = Empfänger, die sich abgemeldet haben.
measure-about-complained = Empfänger, die die Nachricht als Spam gemeldet haben.
measure-about-subscribed = Empfänger, die sich angemeldet haben.
measure-about-doi_requested = Empfänger, die um Bestätigung ihrer Anmeldung gebeten wurden.
measure-about-doi_confirmed = Empfänger, die ihre Anmeldung bestätigt haben.
measure-about-forwarded = Empfänger, die die Nachricht weitergeleitet haben.
measure-about-printed = Empfänger, die die Nachricht gedruckt haben.
measure-about-converted = Empfänger, die getan haben, wofür die Kampagne warb.

note-more-than-delivered = Es haben mehr Personen reagiert, als Nachrichten zugestellt wurden. Wahrscheinlich fehlen Exporte; Quoten über 100 % werden nicht gezeigt.
note-delivered-unknown = Diese Dateien sagen, wer reagiert hat, aber nicht, wem zugestellt wurde. Den Quoten fehlt deshalb die Basis. Fügen Sie den Versand- oder Zustellexport derselben Kampagnen hinzu.
note-totals-only = Diese Dateien enthalten Summen ohne Personen; eindeutige Werte gibt es daher nicht.
note-no-send-times = Die Dateien enthalten keine Versandzeiten. Wie schnell die Reaktionen kamen, lässt sich deshalb nicht zeigen.
note-coverage-opens = Öffnungen dürfen bei { $share } der Erreichten gemessen werden; Öffnungsraten beziehen sich nur auf diese.
note-coverage-clicks = Klicks dürfen bei { $share } der Erreichten gemessen werden; Klickraten beziehen sich nur auf diese.
note-machine-included = Maschinelle Ereignisse sind mitgezählt, als kämen sie von Menschen.
note-some-withheld = Einige Zahlen sind zurückgehalten, weil sie auf eine Person hinweisen könnten.
note-sent-from-parts = Manche Dateien haben keine Zeilen für den Versand. Dort ist „versendet“ die Summe aus zugestellt und Bounces.
note-unclassified-bounces = { $n ->
    [one] Ein Bounce hat im Export keine Art; er zählt als Hardbounce.
   *[other] { $n } Bounces haben im Export keine Art; sie zählen als Hardbounces.
}

chart-show-table = Als Tabelle zeigen
chart-opens = Öffnungen
chart-clicks = Klicks
chart-all-hidden = Dieses Bild ist ganz zurückgehalten; es könnte auf eine Person hinweisen.
chart-withheld = zurückgehalten
chart-value = { $name }: { $opens } Öffnungen, { $clicks } Klicks
chart-funnel = Vom Versand bis zum Klick
chart-funnel-of-previous = { $share } davon
chart-funnel-step = Schritt
chart-funnel-count = Empfänger
chart-funnel-summary = Wie viele Empfänger bei jedem Schritt bleiben.
chart-arrival = So treffen Reaktionen nach dem Versand ein
chart-arrival-step = Nach dem Versand
chart-arrival-hours = Öffnungen und Klicks in jeder Stunde seit dem Versand. Nach { $hours } Stunden folgten noch { $opens } Öffnungen und { $clicks } Klicks.
chart-arrival-hours-all = Öffnungen und Klicks in jeder Stunde seit dem Versand.
chart-arrival-steps = Öffnungen und Klicks seit dem Versand. Die Schritte sind verschieden lang.
chart-arrival-steps-first = Die jeweils erste Öffnung und der erste Klick seit dem Versand. Die Schritte sind verschieden lang.
chart-arrival-first-opens = Erste Öffnungen
chart-arrival-first-clicks = Erste Klicks
chart-days = Tag für Tag
chart-days-day = Tag
chart-days-summary = Öffnungen und Klicks nach Kalendertagen.
chart-days-summary-peak = Öffnungen und Klicks nach Kalendertagen. Am meisten am { $day }: { $opens } Öffnungen, { $clicks } Klicks.
chart-days-summary-step = Öffnungen und Klicks in Schritten von bis zu { $n } Tagen.
chart-days-from = ab { $day }
chart-week = Wochentag und Uhrzeit
chart-week-summary = Wann Menschen reagieren: je kräftiger die Farbe, desto mehr.
chart-week-day = Wochentag
chart-week-time = Uhrzeit
chart-week-legend-less = weniger
chart-week-legend-more = mehr
chart-week-field = { $day }, { $from }–{ $to } Uhr: { $n }
chart-week-hours = { $from }–{ $to } Uhr
chart-hour = { $hour } h
chart-links = Links
chart-links-caption = Empfänger und Klicks je Link, ohne dessen persönliche Teile
chart-links-link = Link
chart-links-clickers = Empfänger
chart-links-share = Anteil der Klicker
chart-links-none = Kein Link wurde geklickt.
chart-providers = Postfachanbieter
chart-providers-group = Anbieter
chart-providers-caption = Erreichte Empfänger, Öffner und Klicker nach Postfachanbieter
chart-devices = Geräte
chart-devices-group = Gerät
chart-devices-caption = Öffner und Klicker nach Gerät
chart-clients = Mailprogramme
chart-clients-group = Programm
chart-clients-caption = Öffner und Klicker nach Mailprogramm
chart-device-clients = Programme je Gerät
chart-device-clients-group = Programm und Gerät
chart-device-clients-caption = Öffner und Klicker nach Mailprogramm und Gerät zugleich
chart-countries = Länder
chart-countries-group = Land
chart-countries-caption = Öffner und Klicker nach dem Land, das der Versanddienst zur Reaktion nennt
statistics-device-client = { $client } · { $device }
chart-more = { $n ->
    [one] Einen weiteren zeigen
   *[other] { $n } weitere zeigen
}

statistics-step-hours = { $from }–{ $to } h
statistics-step-days = { $from }–{ $to } Tage
statistics-step-from-hour = nach { $from } h
statistics-step-from-day = nach { $from ->
    [one] { $from } Tag
   *[other] { $from } Tagen
}
statistics-weekday-0 = Montag
statistics-weekday-1 = Dienstag
statistics-weekday-2 = Mittwoch
statistics-weekday-3 = Donnerstag
statistics-weekday-4 = Freitag
statistics-weekday-5 = Samstag
statistics-weekday-6 = Sonntag
statistics-weekday-short-0 = Mo
statistics-weekday-short-1 = Di
statistics-weekday-short-2 = Mi
statistics-weekday-short-3 = Do
statistics-weekday-short-4 = Fr
statistics-weekday-short-5 = Sa
statistics-weekday-short-6 = So
statistics-group-other = Andere
statistics-group-others = { $n ->
    [one] Ein weiterer
   *[other] { $n } weitere
}
statistics-group-unknown = Unbekannt
statistics-group-desktop = Computer
statistics-group-mobile = Smartphone
statistics-group-tablet = Tablet
statistics-unnamed-campaign = Kampagne ohne Namen
statistics-other-campaigns = { $n ->
    [one] Eine weitere Kampagne
   *[other] { $n } weitere Kampagnen
}
statistics-other-links = { $n ->
    [0] Weitere Links
    [one] { $n } weiterer Link
   *[other] { $n } weitere Links
}

statistics-link-unsubscribe = Abmeldelinks
statistics-link-web-view = Webansicht
statistics-link-preferences = Einstellungen zum Abonnement
statistics-link-mail = E-Mail-Adressen
statistics-link-phone = Telefonnummern
statistics-link-other = Links anderer Art

statistics-campaigns = Kampagnen
statistics-campaigns-caption = Kampagnen mit ihren wichtigsten Kennzahlen
statistics-campaigns-caption-sortable = Kampagnen mit ihren wichtigsten Kennzahlen; ein Klick auf eine Überschrift sortiert
column-name = Kampagne
column-sent-on = Versendet am
column-sent = Versendet
column-delivery = Zustellrate
column-open = Öffnungsrate
column-openers = Öffner
column-click = Klickrate
column-clickers = Klicker
column-click-to-open = Klicks je Öffner
column-bounced = Bounces
column-unsubscribed = Abmeldungen
column-complained = Beschwerden

machine-heading = Beiseitegelegt: maschinelle Ereignisse
machine-lead = Öffnungen und Klicks, die kein Mensch ausgelöst hat. Drei Regeln erkennen sie, in dieser Reihenfolge; gelöscht werden sie nie.
machine-lead-included = Öffnungen und Klicks, die kein Mensch ausgelöst hat, nach drei Regeln in dieser Reihenfolge. Derzeit sind sie bei den Menschen mitgezählt.
machine-rule = Regel
machine-events = Ereignisse
machine-vendor = Vom E-Mail-Dienst selbst gekennzeichnet
machine-burst = Fünf oder mehr verschiedene Links innerhalb einer Sekunde
machine-user-agent = Bekannte Proxys und Scanner
machine-doubles = { $n ->
    [0] Kein Ereignis kam doppelt vor.
    [one] Ein Ereignis kam doppelt vor und zählt einmal.
   *[other] { $n } Ereignisse kamen doppelt vor und zählen einmal.
}

report-made = Erstellt am { $day } mit { $by }
report-none = Dieser Bericht enthält keine Zahlen.

csv-report = Bericht
csv-title = Titel
csv-made-on = Erstellt am
csv-made-by = Erstellt mit
csv-zone = Zeitzone
csv-threshold = Kleinste gezeigte Gruppe
csv-convention = Quoten
csv-period-from = Versendet ab
csv-period-to = Versendet bis
csv-figures = Kennzahlen
csv-figure = Kennzahl
csv-count = Anzahl
csv-rates = Quoten
csv-rate = Quote
csv-value = Wert
csv-numerator = Zähler
csv-denominator = Nenner
csv-campaigns = Kampagnen
csv-gathers = Fasst zusammen
csv-from-hour = Ab Stunde
csv-to-hour = Bis Stunde
csv-days = Tage
csv-delivered = Zugestellt
csv-openers = Öffner
csv-clickers = Klicker
csv-withheld = Zurückgehalten
csv-doubles = Doppelt gefunden
csv-address = Adresse
csv-opens = Öffnungen
csv-clicks = Klicks
csv-last = Letzte Reaktion
csv-time = Zeitpunkt
csv-event = Ereignis
csv-times = Anzahl
csv-link = Link
csv-client = Programm
csv-without-name = ohne Namen

# Welcher Export eines Anbieters sagt, an wen versendet wurde.
note-base-in = { $vendor }, an wen versendet wurde: { $export }.
base-ahoy = die Tabelle ahoy_messages
base-amazon-ses = lassen Sie das Configuration Set auch die Ereignisse Send und Delivery veröffentlichen
base-braze = die Dateien zu Send und Delivery
base-brevo = die Kampagnendaten für alle Empfänger; bei einzelnen E-Mails das Protokoll ohne Filter
base-campaign-monitor = die Empfänger der Kampagne (recipients)
base-constant-contact = die Aktivitäten em_sends
base-customer-io = die Metriken sent und delivered des Reporting Webhooks
base-hubspot = die exportierten Empfänger der E-Mail, oder die Ereignisse SENT und DELIVERED
base-iterable = der Datenexport von emailSend
base-keila = die Tabelle messages
base-klaviyo = die Ereignisse Received Email
base-listmonk = in keinem Export; ohne sie gibt es Zahlen, aber keine Quoten
base-mailchimp = in keinem Download; die Liste sent-to im Bericht einer Kampagne (API) enthält sie
base-mailerlite = die Empfängerliste der Kampagne
base-mailersend = die Ereignisse sent und delivered des Webhooks
base-mailgun = die Ereignisse accepted und delivered
base-mailjet = ihr Ereignis sent, das „zugestellt“ bedeutet
base-mailtrap = das Ereignis delivery des Webhooks
base-mailup = der vollständige Export der Statistik, mit dem Status SNT
base-mandrill = die Ereignisse send und delivered des Webhooks
base-marketo = die Aktivitäten der Typen 6 und 7
base-mautic = der Bericht über versendete E-Mails
base-phplist = in keinem Download; ohne sie gibt es Zahlen, aber keine Quoten
base-postal = das Ereignis MessageSent des Webhooks, das „zugestellt“ bedeutet
base-postmark = der Webhook für Zustellungen, oder die Nachrichten der API
base-resend = die Ereignisse email.sent und email.delivered des Webhooks
base-salesforce = die Datei Sent.csv des Tracking Extracts
base-sendgrid = die Email Activity ohne Filter, oder die Ereignisse processed und delivered des Webhooks
base-sparkpost = die Ereignisse injection und delivery
