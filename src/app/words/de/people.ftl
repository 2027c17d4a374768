# Personen: Listen, Verläufe, Zielgruppen.
people-heading = Personen
people-lead = Wer was geöffnet und geklickt hat. Das sehen nur Sie; in einen weitergegebenen Bericht kommt davon nichts.
people-nothing-open = Noch keine Personen zu zeigen
people-nothing-open-lead = Öffnen Sie zuerst Ihre Dateien.
people-gone-heading = Im anonymen Modus gibt es hier keine Personen
people-gone-lead = Weder eine Adresse noch eine Verbindung zwischen Person und Ereignis liegt im Speicher dieser Seite. Genau das ist der Sinn dieses Modus.
people-gone-list = Nicht mehr verfügbar
people-gone-1 = Listen, wer geöffnet, geklickt oder sich abgemeldet hat und wer nicht erreichbar war
people-gone-2 = Verläufe einzelner Empfänger
people-gone-3 = Zielgruppen und ihr Export
people-gone-stays = Was genau gleich bleibt
people-gone-stays-text = Jede Kennzahl, je Kampagne und gesamt, bis auf die letzte Stelle: Öffnungen, Klicks, Quoten, Zeiten, Links, Postfachanbieter, Geräte.
people-gone-back = Um Personen zu sehen, ändern Sie den Modus unter Datenschutz. Die Dateien werden dann neu gelesen.
people-to-treatment = Zum Datenschutz
people-choice-lead = Nur wer zugestimmt hat, erscheint mit Namen. Alle anderen werden gezählt und erscheinen nur als Zeilen ohne Namen, die sich nicht miteinander verbinden lassen.
people-views = Ansicht
people-view-behind = Hinter einer Kennzahl
people-view-events = Alles, was geschah
people-view-group = Zielgruppe
people-figure = Kennzahl
people-kind = Art des Ereignisses
people-kind-all = Alle Arten
people-search = Nach Adresse suchen
people-search-do = Suchen
people-address = Adresse
people-opens = Öffnungen
people-clicks = Klicks
people-last = Letzte Reaktion
people-time = Zeitpunkt
people-what = Was
people-campaign = Kampagne
people-link = Link
people-client = Mailprogramm
people-person = Person
people-anonymous-row = ohne Namen
people-times = × { $times }
people-no-time = ohne Zeitangabe
people-caption-people = { $people ->
    [one] Eine Person
   *[other] { $people } Personen
}
people-caption-events = { $events ->
    [one] Ein Ereignis
   *[other] { $events } Ereignisse
}
people-anonymous = { $people ->
    [one] und eine weitere ohne Namen
   *[other] und { $people } weitere ohne Namen
}
people-none = Darauf trifft niemand zu.
people-loading = Wird gesucht …
people-page = { $from } bis { $to } von { $all }
people-previous = Zurück
people-next = Weiter
people-timeline = Was { $address } erhalten und getan hat
people-back = Zurück zur Liste
people-zone = Zeiten in { $zone }
people-export = Als CSV exportieren
people-export-warning = Die Datei enthält personenbezogene Daten. Bewahren Sie sie nur so lange auf wie nötig und nur für den Zweck, dem die Personen zugestimmt haben.
people-group-lead = Personen, auf die alle Bedingungen zutreffen:
people-group-add = Bedingung hinzufügen
people-group-remove = Diese Bedingung entfernen
people-group-condition = Bedingung { $number }
people-group-empty = Fügen Sie mindestens eine Bedingung hinzu.
people-group-did = hat
people-group-did-not = hat nicht
people-did-received = erhalten
people-did-opened = geöffnet
people-did-clicked = geklickt
people-did-bounced = gebounct
people-did-unsubscribed = sich abgemeldet
people-did-complained = sich beschwert
people-any-campaign = irgendeine Kampagne
people-any-link = irgendeinen Link
people-group-holds-label = Trifft zu oder nicht
people-group-did-label = Was
people-unnamed-campaign = (ohne Namen)
