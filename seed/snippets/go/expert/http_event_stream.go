func (h *Hub) stream(w http.ResponseWriter, r *http.Request) {
    flusher, ok := w.(http.Flusher)
    if !ok {
        http.Error(w, "no streaming here", http.StatusNotImplemented)
        return
    }
    w.Header().Set("Content-Type", "text/event-stream")
    w.Header().Set("Cache-Control", "no-store")
    updates, leave := h.join()
    defer leave()
    beat := time.NewTicker(15 * time.Second)
    defer beat.Stop()
    for id := 1; ; id++ {
        select {
        case update := <-updates:
            body, err := json.Marshal(update)
            if err != nil {
                return
            }
            fmt.Fprintf(w, "id: %d\ndata: %s\n\n", id, body)
        case <-beat.C:
            fmt.Fprint(w, ": still here\n\n")
        case <-r.Context().Done():
            return
        }
        flusher.Flush()
    }
}
