fn respond(mut stream: TcpStream, root: &Path) -> io::Result<()> {
    let mut request = String::new();
    BufReader::new(&stream).read_line(&mut request)?;
    let (status, body) = match request.split(' ').collect::<Vec<_>>()[..] {
        ["GET", path, _] if !path.contains("..") => {
            match fs::read(root.join(path.trim_start_matches('/'))) {
                Ok(content) => ("200 OK", content),
                Err(_) => ("404 Not Found", b"nothing here\n".to_vec()),
            }
        }
        ["GET", ..] => ("400 Bad Request", Vec::new()),
        _ => ("405 Method Not Allowed", Vec::new()),
    };
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Length: {length}\r\n\r\n"
    )?;
    stream.write_all(&body)
}

fn serve(listener: TcpListener, root: Arc<PathBuf>) {
    for stream in listener.incoming().flatten() {
        let root = Arc::clone(&root);
        thread::spawn(move || respond(stream, &root));
    }
}
