import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** The one accent. White on a filled button is 8.6:1 in the light scheme (8), 5.2:1 in the dark one (6). */
const petrol: MantineColorsTuple = [
  '#e7f4f6', '#d0e7eb', '#a5d0d8', '#76b9c6', '#4fa3b3', '#2f8c9d', '#1b7687', '#0f6272', '#0b4f5c', '#073c46',
];

/** Neutral greys with a trace of blue, so that panels and ink belong to the accent. */
const dark: MantineColorsTuple = [
  '#e6eaec', '#cfd6da', '#a9b4bb', '#7f8c94', '#3d484f', '#2e373d', '#1f262b', '#171d21', '#12171a', '#0c1012',
];

export const theme = createTheme({
  colors: { petrol, dark },
  primaryColor: 'petrol',
  primaryShade: { light: 8, dark: 6 },
  fontFamily: "'IBM Plex Sans Variable', system-ui, sans-serif",
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  defaultRadius: 4,
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    // A dialog's head is no banner of the page.
    Modal: { defaultProps: { attributes: { header: { role: 'none' } } } },
    Drawer: { defaultProps: { attributes: { header: { role: 'none' } } } },
  },
});
