fn reachable<'a>(
    links: &HashMap<&'a str, Vec<&'a str>>,
    start: &'a str,
) -> BTreeSet<&'a str> {
    let mut seen = BTreeSet::from([start]);
    let mut waiting = VecDeque::from([start]);
    while let Some(page) = waiting.pop_front() {
        for &next in links.get(page).into_iter().flatten() {
            if seen.insert(next) {
                waiting.push_back(next);
            }
        }
    }
    seen
}
