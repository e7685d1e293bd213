/** A module of ours around the package: only those keep their names in the built package when they are loaded late. */
export { Agent } from 'undici';
