/** Returns the factor by which drawings with their texts are larger on a large screen, as the page's texts are. */
export const typeScale = (): number => (window.matchMedia('(min-width: 1800px)').matches ? 1.3 : 1);
