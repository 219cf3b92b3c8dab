type Result[T any] struct {
    Value T
    Err   error
}

func Process[J, T any](ctx context.Context, workers int, jobs []J,
    work func(context.Context, J) (T, error)) []Result[T] {
    results := make([]Result[T], len(jobs))
    next := make(chan int)
    var wait sync.WaitGroup
    for range workers {
        wait.Go(func() {
            for i := range next {
                value, err := work(ctx, jobs[i])
                results[i] = Result[T]{value, err}
            }
        })
    }
    for i := range jobs {
        select {
        case next <- i:
        case <-ctx.Done():
            results[i].Err = ctx.Err()
        }
    }
    close(next)
    wait.Wait()
    return results
}
