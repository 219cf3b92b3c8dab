import { useState } from "react";

export function Quiz({ questions }) {
  const [{ at, right }, setQuiz] = useState({ at: 0, right: 0 });
  const question = questions[at];

  if (!question) {
    return (
      <p>
        {right} of {questions.length} right
      </p>
    );
  }

  const answer = (choice) => {
    const point = choice === question.solution ? 1 : 0;
    setQuiz({ at: at + 1, right: right + point });
  };
  return (
    <fieldset>
      <legend>{question.text}</legend>
      {question.choices.map((choice) => (
        <button key={choice} onClick={() => answer(choice)}>
          {choice}
        </button>
      ))}
    </fieldset>
  );
}
