type Step<In, Out> = (value: In) => Out;

interface Chain<In, Out> {
  run: Step<In, Out>;
  to<Next>(step: Step<Out, Next>): Chain<In, Next>;
}

function chain<In, Out>(run: Step<In, Out>): Chain<In, Out> {
  return {
    run,
    to: (step) => chain((value) => step(run(value))),
  };
}

const slug = chain((title: string) => title.trim().toLowerCase())
  .to((title) => title.split(/\W+/))
  .to((words) => words.join("-"));
