//! Vendors whose exports are read without asking: where they keep them, and
//! which of them tells to whom messages went.

use crate::app::words::Words;

/// Vendors by the beginning of their dialects' ids, in the order of their
/// names, which are the same in every language.
pub const VENDORS: &[(&str, &str)] = &[
    ("ahoy", "ahoy_email"),
    ("amazon-ses", "Amazon SES"),
    ("braze", "Braze"),
    ("brevo", "Brevo"),
    ("campaign-monitor", "Campaign Monitor"),
    ("constant-contact", "Constant Contact"),
    ("customer-io", "Customer.io"),
    ("hubspot", "HubSpot"),
    ("iterable", "Iterable"),
    ("keila", "Keila"),
    ("klaviyo", "Klaviyo"),
    ("listmonk", "listmonk"),
    ("mailchimp", "Mailchimp"),
    ("mailerlite", "MailerLite"),
    ("mailersend", "MailerSend"),
    ("mailgun", "Mailgun"),
    ("mailjet", "Mailjet"),
    ("mailtrap", "Mailtrap"),
    ("mailup", "MailUp"),
    ("mandrill", "Mandrill"),
    ("marketo", "Marketo"),
    ("mautic", "Mautic"),
    ("phplist", "phpList"),
    ("postal", "Postal"),
    ("postmark", "Postmark"),
    ("resend", "Resend"),
    ("salesforce", "Salesforce"),
    ("sendgrid", "SendGrid"),
    ("sparkpost", "SparkPost"),
];

/// Key and name of the vendor of a dialect.
pub fn vendor_of(dialect: &str) -> Option<(&'static str, &'static str)> {
    VENDORS.iter().copied().find(|(start, _)| {
        dialect.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    })
}

/// Where the vendor of that key keeps its exports.
pub fn where_found(words: &Words, vendor: &str) -> String {
    words.say(&format!("export-{vendor}"))
}

/// Which export of the vendor of that key tells to whom messages went.
pub fn base_export(words: &Words, vendor: &str) -> String {
    words.say(&format!("base-{vendor}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vendors_are_in_the_order_of_their_names() {
        let names: Vec<String> = VENDORS.iter().map(|(_, name)| name.to_lowercase()).collect();
        assert!(names.is_sorted(), "{names:?}");
    }

    #[test]
    fn a_dialect_begins_with_its_vendor() {
        assert_eq!(vendor_of("amazon-ses"), Some(("amazon-ses", "Amazon SES")));
        assert_eq!(vendor_of("brevo-something-new"), Some(("brevo", "Brevo")));
        assert_eq!(vendor_of("brevoid"), None);
        assert_eq!(vendor_of("generic"), None);
    }
}
