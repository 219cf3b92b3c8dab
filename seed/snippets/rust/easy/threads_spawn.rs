let worker = thread::spawn(|| (1..=100).sum::<u32>());
println!("{}", worker.join().unwrap());
