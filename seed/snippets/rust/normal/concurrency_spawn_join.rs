let handles: Vec<_> = (1..=4)
    .map(|id| thread::spawn(move || format!("worker {id} is done")))
    .collect();
for handle in handles {
    println!("{}", handle.join().unwrap());
}
