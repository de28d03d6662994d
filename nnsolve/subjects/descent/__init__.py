"""A function that the user writes, with its gradient and Hessian, and what repeated steps on it lead to."""
