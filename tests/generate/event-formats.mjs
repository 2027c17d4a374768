// The two forms in which a large export is written. The events are the same,
// row by row; so every figure is the same, whichever file is read.

/** Text with quotes where a comma needs them; nothing here holds a quote itself. */
const cell = (text) => (text.includes(",") ? `"${text}"` : text);

/** One row an event, after a header. */
export const CSV = {
  header: "timestamp,event,email,campaign_id,campaign,url,user_agent,ip\n",
  line({ time, kind, address, campaign, url, client, ip }) {
    const stamp = `${new Date(time * 1000).toISOString().slice(0, 19)}Z`;
    return `${stamp},${kind},${address},${campaign.id},${cell(campaign.name)},${cell(url)},${cell(client)},${ip}\n`;
  },
};

/** Twenty-two characters for a number, as ids look that are nothing but random. */
function opaque(number) {
  const mixed = Math.imul(number ^ 0x5bd1e995, 0x2c1b3c6d) >>> 0;
  const again = Math.imul(mixed ^ (mixed >>> 15), 0x297a2d39) >>> 0;
  const digits = (value, length) => value.toString(36).padStart(length, "0");
  return digits(mixed, 7) + digits(again, 7) + digits(number, 8);
}

/** SendGrid's event webhook, one object a line. */
export const NDJSON = {
  header: "",
  line({ time, kind, address, campaign, url, client, ip, row, message }) {
    let line = `{"email":"${address}","timestamp":${time},"event":"${kind}","sg_event_id":"${opaque(row)}"`;
    line += `,"sg_message_id":"${opaque(message)}.recvd-5f6d-00-1"`;
    if (client) line += `,"useragent":"${client}","ip":"${ip}"`;
    if (url) line += `,"url":"${url}"`;
    return `${line},"marketing_campaign_id":"${campaign.id}","marketing_campaign_name":"${campaign.name}"}\n`;
  },
};

/** The form a file's name asks for. */
export const formatOf = (file) => (/\.(ndjson|jsonl)$/.test(file) ? NDJSON : CSV);
