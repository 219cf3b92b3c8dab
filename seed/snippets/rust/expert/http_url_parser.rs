#[derive(Debug, PartialEq)]
struct Url<'a> {
    host: &'a str,
    port: u16,
    path: &'a str,
    query: Vec<(&'a str, &'a str)>,
}

fn parse_url(text: &str) -> Option<Url<'_>> {
    let (scheme, rest) = text.split_once("://")?;
    let slash = rest.find('/').unwrap_or(rest.len());
    let (authority, target) = rest.split_at(slash);
    let (host, port) = match authority.split_once(':') {
        Some((host, port)) => (host, port.parse().ok()?),
        None if scheme == "https" => (authority, 443),
        None => (authority, 80),
    };
    let (path, pairs) = target.split_once('?').unwrap_or((target, ""));
    let pairs = pairs.split('&');
    Some(Url {
        host,
        port,
        path,
        query: pairs.filter_map(|pair| pair.split_once('=')).collect(),
    })
}
