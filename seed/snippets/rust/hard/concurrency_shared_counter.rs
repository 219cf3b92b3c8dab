let hits = Arc::new(Mutex::new(BTreeMap::new()));
let threads: Vec<_> = ["/", "/about", "/"]
    .into_iter()
    .map(|page| {
        let hits = Arc::clone(&hits);
        thread::spawn(move || {
            let mut pages = hits.lock().unwrap();
            *pages.entry(page).or_insert(0) += 1;
        })
    })
    .collect();
for thread in threads {
    thread.join().expect("a worker panicked");
}
println!("{:?}", hits.lock().unwrap());
