const quiet = (event) => event.preventDefault();

export const QuietForm = (props) => <form onSubmit={quiet} {...props} />;
