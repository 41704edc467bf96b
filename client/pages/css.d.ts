/** The build takes a style sheet out of a module; to the compiler it is a module without a value. */
declare module '*.css';
