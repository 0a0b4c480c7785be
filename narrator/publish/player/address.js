// Web addresses in one plain form. `narrator/addresses.py` says the same of every one: tests run one table through both.
const STAYS = /[A-Za-z0-9._~-]/;

function canonical(address) {
  let url;
  try { url = new URL(address); } catch { return address; }
  if (!/^https?:$/.test(url.protocol)) return address;
  const port = /^(?:|80|443)$/.test(url.port) ? "" : `:${url.port}`;
  const pairs = [...new URLSearchParams(url.search)].filter(([name]) => !TRACKING.test(name));
  const query = pairs.length ? `?${new URLSearchParams(pairs)}`.replace(/\*/g, "%2A").replace(/%7E/g, "~") : "";
  return `https://${url.hostname}${port}${plainPath(url.pathname)}${query}`;
}

function plainPath(path) {
  const plain = path.replace(/%[0-9a-f]{2}/gi, (escape) => {
    const sign = String.fromCharCode(parseInt(escape.slice(1), 16));
    return STAYS.test(sign) ? sign : escape.toUpperCase();
  });
  return plain.replace(/[^A-Za-z0-9._~!$&'()*+,;=:@/%-]/g, encodeURIComponent).replace(/\/+$/, "") || "/";
}
