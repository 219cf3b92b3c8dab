let (jobs, inbox) = mpsc::channel::<Box<dyn FnOnce() + Send>>();
let worker = thread::spawn(move || {
    let mut finished = 0;
    while let Ok(job) = inbox.recv_timeout(Duration::from_secs(5)) {
        job();
        finished += 1;
    }
    finished
});
for number in 0..3 {
    let job = move || println!("job {number} on {:?}", thread::current().id());
    jobs.send(Box::new(job)).unwrap();
}
drop(jobs);
println!("{} jobs", worker.join().unwrap());
