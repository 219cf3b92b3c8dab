var hits atomic.Int64
var wait sync.WaitGroup
for worker := range 8 {
    wait.Go(func() {
        hits.Add(int64(worker))
    })
}
wait.Wait()
fmt.Println("hits:", hits.Load())
