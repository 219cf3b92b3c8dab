type Job = Box<dyn FnOnce() + Send>;

struct Pool {
    jobs: Option<Sender<Job>>,
    workers: Vec<thread::JoinHandle<()>>,
}

impl Pool {
    fn new(size: usize) -> Self {
        let (jobs, inbox) = mpsc::channel::<Job>();
        let inbox = Arc::new(Mutex::new(inbox));
        let work = |inbox: Arc<Mutex<Receiver<Job>>>| loop {
            let next = inbox.lock().unwrap().recv();
            match next {
                Ok(job) => job(),
                Err(_) => break,
            }
        };
        let workers = (0..size)
            .map(|_| Arc::clone(&inbox))
            .map(|inbox| thread::spawn(move || work(inbox)))
            .collect();
        let jobs = Some(jobs);
        Self { jobs, workers }
    }
}
