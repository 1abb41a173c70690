import type { Metadata, Viewport } from "next";
import localFont from "next/font/local";
import type { ReactNode } from "react";
import "./globals.css";

const geist = localFont({
  src: "./(dashboard)/_fonts/geist.woff2",
  variable: "--font-geist",
  weight: "100 900",
  display: "swap",
});

const instrument = localFont({
  src: [
    { path: "./(dashboard)/_fonts/instrument-serif.woff2", style: "normal" },
    { path: "./(dashboard)/_fonts/instrument-serif-italic.woff2", style: "italic" },
  ],
  variable: "--font-instrument",
  weight: "400",
  display: "swap",
});

export const metadata: Metadata = {
  title: "Reelgraph",
  description: "A question becomes a narrated film, and you watch it being made.",
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: dark)", color: "#0c0b10" },
    { media: "(prefers-color-scheme: light)", color: "#f7f4ee" },
  ],
};

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en" className={`${geist.variable} ${instrument.variable}`}>
      <body>{children}</body>
    </html>
  );
}
