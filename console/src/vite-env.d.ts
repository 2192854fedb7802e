// Lets TypeScript know what Vite hands over besides code: the text files.
/// <reference types="vite/client" />
