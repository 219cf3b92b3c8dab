func (s *Store) createNote(w http.ResponseWriter, r *http.Request) {
    var note Note
    body := http.MaxBytesReader(w, r.Body, 1<<16)
    decoder := json.NewDecoder(body)
    decoder.DisallowUnknownFields()
    if err := decoder.Decode(&note); err != nil {
        http.Error(w, err.Error(), http.StatusBadRequest)
        return
    }
    id := s.save(note)
    w.Header().Set("Location", "/notes/"+strconv.Itoa(id))
    w.WriteHeader(http.StatusCreated)
}
