func serve(handler http.Handler, patience time.Duration) error {
    ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
    defer stop()

    server := &http.Server{
        Addr:              ":8080",
        Handler:           handler,
        ReadHeaderTimeout: 5 * time.Second,
    }
    failed := make(chan error, 1)
    go func() {
        slog.Info("listening", "address", server.Addr)
        failed <- server.ListenAndServe()
    }()

    select {
    case err := <-failed:
        return fmt.Errorf("listen: %w", err)
    case <-ctx.Done():
        slog.Info("shutting down", "patience", patience)
    }
    limited, cancel := context.WithTimeout(context.Background(), patience)
    defer cancel()
    return server.Shutdown(limited)
}
